using Microsoft.AspNetCore.Http.Metadata;

namespace Hotline.Tickets.Http;

/// <summary>How long a request's body may be, in bytes; null leaves the server's limit.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
