using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Hotline.Journeys.Accounts;

/// <summary>Signing in at the API: the cookie, the lock, and what strangers learn.</summary>
public sealed class SignInTests(HotlineHost host) : IClassFixture<HotlineHost>
{
    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_other_sites_and_ends_with_the_session()
    {
        using var http = Client();
        using var signedIn = await SignInAsync(http, "3001", ApiClient.Password);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        Assert.Equal("reviewer", (string?)(await JsonOf(signedIn))["role"]);
        Assert.Equal("/reviewing", (string?)(await JsonOf(signedIn))["startPage"]);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), c => c.StartsWith("hotline=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);

        using var signedOut = await http.DeleteAsync(Session, Ct);
        Assert.Equal(HttpStatusCode.NoContent, signedOut.StatusCode);
        using var now = await http.GetAsync(Session, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, now.StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one_until_the_lock_ends()
    {
        using var http = Client();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await SignInAsync(http, "4001", "not-it");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var right = await SignInAsync(http, "4001", ApiClient.Password);
        Assert.Equal(HttpStatusCode.Forbidden, right.StatusCode);
        Assert.Equal("account-locked", (string?)(await JsonOf(right))["code"]);
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));

        await ExecuteAsync("update accounts.account set locked_until = now() - interval '1 second' where name = '4001'");
        using var later = await SignInAsync(http, "4001", ApiClient.Password);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Guesses_side_by_side_find_no_more_room_than_one_after_the_other()
    {
        using var http = Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var answer = await SignInAsync(http, "1002", "not-it");
            return answer.StatusCode;
        }));
        Assert.Equal(5, answers.Count(a => a == HttpStatusCode.Unauthorized));
        Assert.Equal(7, answers.Count(a => a == HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task An_unknown_account_and_a_wrong_password_have_the_same_answer()
    {
        using var http = Client();
        using var unknown = await SignInAsync(http, "nobody-of-this-name", "not-it");
        using var wrong = await SignInAsync(http, "admin", "not-it");
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(WithoutTrace(await JsonOf(unknown)), WithoutTrace(await JsonOf(wrong)));
    }

    [Fact]
    public async Task A_missing_field_is_named_and_no_attempt_is_counted()
    {
        using var http = Client();
        using var answer = await SignInAsync(http, "2001", "");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotNull((await JsonOf(answer))["errors"]!["password"]);
        Assert.Equal(0, await ScalarAsync("select failed::bigint from accounts.account where name = '2001'"));
    }

    [Fact]
    public async Task Passwords_are_stored_as_salted_hashes_and_never_as_themselves()
    {
        await using var db = NpgsqlDataSource.Create(host.Database);
        var hash = (await db.ReadAsync("select password_hash from accounts.account where name = '6001'", [], row => row.GetString(0), Ct)).Single();
        var hasher = new PasswordHasher<string>();
        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword("6001", hash, ApiClient.Password));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword("6001", hash, ApiClient.Password + "6"));
        Assert.NotEqual(hash, hasher.HashPassword("6001", ApiClient.Password)); // salted
        Assert.Equal(0, await ScalarAsync($"select count(*) from accounts.account where account::text like '%{ApiClient.Password}%'"));
        Assert.InRange(await ScalarAsync("select count(*) from accounts.account where role = 'department'"), 2, long.MaxValue);
    }

    [Fact]
    public async Task Programs_get_a_problem_and_people_the_sign_in_page()
    {
        using var http = Client();
        using var program = await http.GetAsync(new Uri("/api/v1/tickets", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, program.StatusCode);
        Assert.Equal("application/problem+json", program.Content.Headers.ContentType?.MediaType);

        using var person = await http.GetAsync(new Uri("/inbox", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Redirect, person.StatusCode);
        Assert.StartsWith("/sign-in", person.Headers.Location!.IsAbsoluteUri ? person.Headers.Location.PathAndQuery : person.Headers.Location.ToString(), StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly Uri Session = new("/api/v1/session", UriKind.Relative);

    private HttpClient Client() => new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = host.Address };

    private static Task<HttpResponseMessage> SignInAsync(HttpClient http, string account, string password) =>
        http.PostAsJsonAsync(Session, new { account, password });

    private static async Task<JsonNode> JsonOf(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    private static string WithoutTrace(JsonNode problem)
    {
        problem.AsObject().Remove("traceId");
        return problem.ToJsonString();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var db = NpgsqlDataSource.Create(host.Database);
        await db.ExecuteAsync(sql, [], CancellationToken.None);
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var db = NpgsqlDataSource.Create(host.Database);
        return (await db.ReadAsync(sql, [], row => row.GetInt64(0), CancellationToken.None)).Single();
    }
}
