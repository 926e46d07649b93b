using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Design;

/// <summary>A text field that opens a list below itself and searches it while one types (WAI-ARIA combobox). The cursor never leaves the field.</summary>
public abstract class PopupField : ComponentBase, IAsyncDisposable
{
    private DesignScript? _script;
    private bool _follow;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    /// <summary>Of the input, for its label: stands inside a <see cref="Field"/> of the same id.</summary>
    [Parameter, EditorRequired] public required string Id { get; set; }

    [Parameter] public string? Value { get; set; }

    /// <summary>Null where the field was emptied.</summary>
    [Parameter] public EventCallback<string?> ValueChanged { get; set; }

    /// <summary>Attributes of the input, such as those that Field hands down.</summary>
    [Parameter] public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    /// <summary>For a field without a visible label.</summary>
    [Parameter] public string? Label { get; set; }

    [Parameter] public string? Placeholder { get; set; }

    private protected ElementReference Box { get; set; }

    /// <summary>What is being typed; null while nothing is.</summary>
    private protected string? Typed { get; set; }

    private protected bool Open { get; private set; }

    /// <summary>The row that the arrow keys are on; -1 for none.</summary>
    private protected int Active { get; set; } = -1;

    private protected string ListId => Id + "-list";

    private protected string? ActiveId => Open && Active >= 0 ? RowId(Active) : null;

    private protected string Shown
    {
        get => Typed ?? LabelOf(Value) ?? "";
        set => Typed = value;
    }

    private protected abstract int Rows { get; }

    private protected string RowId(int row) => $"{Id}-row-{row}";

    private protected abstract string? LabelOf(string? value);

    private protected abstract string ValueAt(int row);

    private protected virtual void Key(string key)
    {
    }

    /// <summary>Finds the rows for what is typed.</summary>
    private protected abstract Task SearchAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await (_script = new(Js)).RunAsync("guard", Box);
        if (!_follow || ActiveId is not { } id) return;
        _follow = false;
        await _script!.RunAsync("follow", id);
    }

    private protected async Task TypedAsync()
    {
        await OpenAsync();
        Active = Rows > 0 && !string.IsNullOrEmpty(Typed) ? 0 : -1;
    }

    private protected async Task OpenAsync()
    {
        await SearchAsync();
        (Open, Active) = (true, -1);
    }

    private protected async Task KeyAsync(KeyboardEventArgs pressed)
    {
        if (pressed.Key is "ArrowDown" or "ArrowUp")
        {
            if (!Open) await OpenAsync();
            if (Rows > 0) (Active, _follow) = (pressed.Key == "ArrowDown" ? (Active + 1) % Rows : (Active <= 0 ? Rows : Active) - 1, true);
        }
        else if (pressed.Key == "Enter" && Open && Active >= 0)
        {
            await ChooseAsync(ValueAt(Active));
        }
        else
        {
            Key(pressed.Key);
        }
    }

    private protected async Task ChooseAsync(string value)
    {
        Close();
        await ValueChanged.InvokeAsync(value);
    }

    /// <summary>What was typed and not chosen is dropped; an emptied field is a choice of nothing.</summary>
    private protected async Task LeaveAsync()
    {
        var emptied = Typed is { } typed && string.IsNullOrWhiteSpace(typed) && Value is not null;
        Close();
        if (emptied) await ValueChanged.InvokeAsync(null);
    }

    private protected void Close() => (Open, Typed, Active) = (false, null, -1);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_script is not null) await _script.DisposeAsync();
    }
}
