using Hotline.Agent.Blazor.Language;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>Sign-in 登录; each role lands where its work begins.</summary>
public sealed partial class SignInPage(SignIn signIn, NavigationManager navigation)
{
    private string? _refusal;
    private string? _accountError;
    private string? _passwordError;
    private string? _newError;
    private bool _renewing;

    [SupplyParameterFromForm] private Credentials? Form { get; set; }

    [SupplyParameterFromQuery] private string? ReturnUrl { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    /// <summary>What the form carries.</summary>
    public sealed record Credentials
    {
        public string? Account { get; init; }
        public string? Password { get; init; }
        public string? NewPassword { get; init; }
        public string? Again { get; init; }
    }

    protected override void OnInitialized()
    {
        if (HttpMethods.IsGet(Http.Request.Method) && SignedInUser.From(Http.User) is { } user && ReturnUrl is null) navigation.NavigateTo(Roles.StartPage(user.Role));
    }

    private async Task SignInAsync()
    {
        _accountError = string.IsNullOrWhiteSpace(Form?.Account) ? T["sign-in.account.missing"].Value : null;
        _passwordError = string.IsNullOrEmpty(Form?.Password) ? T["sign-in.password.missing"].Value : null;
        if (_accountError is not null || _passwordError is not null) return;

        _newError = Form!.NewPassword is { Length: > 0 } chosen && chosen != Form.Again ? T["sign-in.differs"].Value : null;
        switch (Form.NewPassword is { Length: > 0 } renewed && _newError is null
            ? await signIn.RenewAsync(Form.Account!.Trim(), Form.Password!, renewed, Http.RequestAborted)
            : await signIn.TryAsync(Form.Account!.Trim(), Form.Password!, Http.RequestAborted))
        {
            case SignInAnswer.Welcome welcome:
                await Http.SignInAsync(welcome.Account.ToPrincipal());
                navigation.NavigateTo(ReturnUrl is ['/', not ('/' or '\\'), ..] ? ReturnUrl : Roles.StartPage(welcome.Account.Role));
                break;
            case SignInAnswer.Renew:
                _renewing = true;
                if (Form.NewPassword is { Length: > 0 }) _newError ??= T["sign-in.weak", SignIn.ShortestPassword];
                break;
            case SignInAnswer.Locked locked:
                _refusal = T["sign-in.locked", locked.Until.Minute()];
                break;
            default:
                _refusal = T["sign-in.wrong"];
                break;
        }
    }
}
