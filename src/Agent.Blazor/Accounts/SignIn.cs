using Microsoft.AspNetCore.Identity;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>Signing in 登录: five wrong passwords lock the account for a quarter of an hour.</summary>
public sealed class SignIn(AccountStore store, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    internal const int Attempts = 5;
    internal const int ShortestPassword = 10;
    internal static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    // An unknown name costs the same time as a wrong password, so that the answer's delay does not tell who exists.
    private readonly string _nobodysHash = hasher.HashPassword(null!, Guid.NewGuid().ToString());

    internal async Task<SignInAnswer> TryAsync(string name, string password, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await store.CountAttemptAsync(name, now, Attempts, LockedFor, ct) is not var (account, hash))
        {
            hasher.VerifyHashedPassword(null!, _nobodysHash, password);
            await store.AttemptedAsync(name, "locked", now, ct);
            return await store.LockedUntilAsync(name, now, ct) is { } until ? new SignInAnswer.Locked(until) : new SignInAnswer.Wrong();
        }

        if (hasher.VerifyHashedPassword(account, hash, password) == PasswordVerificationResult.Failed)
        {
            await store.AttemptedAsync(name, "wrong", now, ct);
            return new SignInAnswer.Wrong();
        }

        await store.ForgetAttemptsAsync(name, ct);
        await store.AttemptedAsync(name, account.MustChange ? "renew" : "welcome", now, ct);
        return account.MustChange ? new SignInAnswer.Renew() : new SignInAnswer.Welcome(account);
    }

    /// <summary>Chooses another password in the place of one an administrator gave, and signs in with it.</summary>
    /// <returns>Renew where the new one cannot be taken.</returns>
    internal async Task<SignInAnswer> RenewAsync(string name, string password, string renewed, CancellationToken ct)
    {
        var answer = await TryAsync(name, password, ct);
        if (answer is not SignInAnswer.Renew || !IsGood(name, renewed) || renewed == password) return answer;
        await SetPasswordAsync(name, renewed, mustChange: false, ct);
        return await TryAsync(name, renewed, ct);
    }

    /// <summary>At least ten characters of at least four kinds, and not the account's name.</summary>
    internal static bool IsGood(string name, string password) =>
        password.Length >= ShortestPassword && password.Distinct().Count() >= 4 && !password.Contains(name, StringComparison.OrdinalIgnoreCase);

    internal Task<int> AddAsync(Account account, string password, CancellationToken ct) =>
        store.AddAsync(account, hasher.HashPassword(account, password), ct);

    internal string Hash(string password) => hasher.HashPassword(null!, password);

    internal Task SetPasswordAsync(string name, string password, bool mustChange, CancellationToken ct) =>
        store.SetPasswordAsync(name, hasher.HashPassword(null!, password), mustChange, ct);

    /// <summary>Many with one password, hashed once: a hash takes a tenth of a second.</summary>
    internal async Task AddAsync(IEnumerable<Account> accounts, string password, CancellationToken ct)
    {
        var hash = hasher.HashPassword(null!, password);
        foreach (var account in accounts) await store.AddAsync(account, hash, ct);
    }
}

/// <summary>What signing in came to.</summary>
internal abstract record SignInAnswer
{
    private SignInAnswer() { }

    internal sealed record Welcome(Account Account) : SignInAnswer;
    /// <summary>The name or the password; which of them is not said.</summary>
    internal sealed record Wrong : SignInAnswer;
    internal sealed record Locked(DateTimeOffset Until) : SignInAnswer;
    /// <summary>The password was right and has to be changed first.</summary>
    internal sealed record Renew : SignInAnswer;
}
