using Microsoft.AspNetCore.Identity;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>Signing in 登录: five wrong passwords lock the account for a quarter of an hour.</summary>
public sealed class SignIn(AccountStore store, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    internal const int Attempts = 5;
    internal static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    // An unknown name costs the same time as a wrong password, so that the answer's delay does not tell who exists.
    private readonly string _nobodysHash = hasher.HashPassword(null!, Guid.NewGuid().ToString());

    internal async Task<SignInAnswer> TryAsync(string name, string password, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await store.CountAttemptAsync(name, now, Attempts, LockedFor, ct) is not var (account, hash))
        {
            hasher.VerifyHashedPassword(null!, _nobodysHash, password);
            return await store.LockedUntilAsync(name, now, ct) is { } until ? new SignInAnswer.Locked(until) : new SignInAnswer.Wrong();
        }

        if (hasher.VerifyHashedPassword(account, hash, password) == PasswordVerificationResult.Failed) return new SignInAnswer.Wrong();
        await store.ForgetAttemptsAsync(name, ct);
        return new SignInAnswer.Welcome(account);
    }

    internal Task AddAsync(Account account, string password, CancellationToken ct) =>
        store.AddAsync(account, hasher.HashPassword(account, password), ct);
}

/// <summary>What signing in came to.</summary>
internal abstract record SignInAnswer
{
    private SignInAnswer() { }

    internal sealed record Welcome(Account Account) : SignInAnswer;
    /// <summary>The name or the password; which of them is not said.</summary>
    internal sealed record Wrong : SignInAnswer;
    internal sealed record Locked(DateTimeOffset Until) : SignInAnswer;
}
