using System.Text.RegularExpressions;

namespace Hotline.Search.Elasticsearch;

/// <summary>Settings under "Search:Elasticsearch".</summary>
/// <param name="Address">Such as https://search.example:9200; a path before the API's is kept.</param>
/// <param name="Index">The alias that is read and written; the index behind it has "-1" after this name.</param>
/// <param name="ApiKeyFile">A file with the API key as Elasticsearch gives it out ("encoded"); read anew for each request.</param>
/// <param name="CertificateAuthorityFile">PEM of the authority that signed the server's certificate, where the system does not trust it.</param>
/// <param name="Fingerprint">SHA-256 of that authority's certificate in hexadecimal, as Elasticsearch prints it at its first start.</param>
/// <param name="TimeoutSeconds">How long an agent's question may wait; a bulk of new cases ten times as long.</param>
public sealed partial record ElasticsearchOptions(
    string Address, string Index = "hotline-cases", string? ApiKeyFile = null, string? CertificateAuthorityFile = null, string? Fingerprint = null, int TimeoutSeconds = 3)
{
    private const string Section = "Search:Elasticsearch:";

    internal Uri Root => new(Address.EndsWith('/') ? Address : Address + "/");

    internal string Store => Index + "-1";

    internal TimeSpan QuestionTimeout => TimeSpan.FromSeconds(TimeoutSeconds);

    internal TimeSpan BulkTimeout => QuestionTimeout * 10;

    /// <summary>The SHA-256 as capital hexadecimal digits without colons.</summary>
    internal string? Sha256 => Fingerprint?.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <exception cref="InvalidOperationException">A setting cannot be; the message says how to mend it.</exception>
    internal static ElasticsearchOptions Checked(ElasticsearchOptions? options)
    {
        if (!Uri.TryCreate(options?.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw Wrong(nameof(Address), $"'{options?.Address}' is no address of an Elasticsearch; give one such as https://search.example:9200.");
        if (!IndexName().IsMatch(options!.Index)) throw Wrong(nameof(Index), $"'{options.Index}' is no name of an index; use small letters, digits, '-' and '_', beginning with a letter, 200 at most.");
        if (options.Sha256 is { } print && !Hexadecimal().IsMatch(print)) throw Wrong(nameof(Fingerprint), "it must be the 64 hexadecimal digits of a SHA-256.");
        if (options.TimeoutSeconds is < 1 or > 60) throw Wrong(nameof(TimeoutSeconds), $"{options.TimeoutSeconds} is not between 1 and 60.");
        foreach (var (name, file) in (ReadOnlySpan<(string, string?)>)[(nameof(ApiKeyFile), options.ApiKeyFile), (nameof(CertificateAuthorityFile), options.CertificateAuthorityFile)])
            if (file is not null && !File.Exists(file)) throw Wrong(name, $"there is no file {file}.");
        if (options.ApiKeyFile is not null && address.Scheme == "http" && !address.IsLoopback) throw Wrong(nameof(Address), "the API key would travel in clear; use https.");
        return options;
    }

    private static InvalidOperationException Wrong(string setting, string why) => new($"{Section}{setting}: {why}");

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,199}$", RegexOptions.CultureInvariant)]
    private static partial Regex IndexName();

    [GeneratedRegex("^[0-9A-F]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();
}
