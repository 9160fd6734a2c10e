namespace GradCamService.Jobs.Blobs;

/// <summary>Where blobs can be: the values of <c>Jobs:Blobs</c>.</summary>
public static class BlobStores
{
    public static IReadOnlyList<BlobStore> All { get; } =
    [
        new("files", options => new FileBlobs(Path.Combine(options.Directory, "blobs"), options.MinFreeBytes), _ => []),
        new("postgres", options => new PostgresBlobs(options.Postgres!), options => Problems(
            (string.IsNullOrEmpty(options.Postgres), "Jobs:Blobs is postgres, which needs Jobs:Postgres."))),
        new("s3", options => new S3Blobs(options.S3), options => Problems(
            (string.IsNullOrEmpty(options.S3.Bucket), "Jobs:Blobs is s3, which needs Jobs:S3:Bucket."),
            (string.IsNullOrEmpty(options.S3.AccessKey) != string.IsNullOrEmpty(options.S3.SecretKey),
                "Jobs:S3:AccessKey and Jobs:S3:SecretKey are given together, or neither is."),
            (options.S3.Endpoint is { } endpoint && !IsHttp(endpoint), "Jobs:S3:Endpoint must be an http or https address."))),
    ];

    /// <summary>What does not go together in options; empty where they do.</summary>
    public static IReadOnlyList<string> ProblemsOf(JobsOptions options) => Named(options) is { } store ? [.. store.Problems(options)] :
        [$"Jobs:Blobs must be one of {string.Join(", ", All.Select(store => store.Name))}."];

    /// <summary>Makes the store that options name; nothing is asked of it yet.</summary>
    /// <param name="options">Without <see cref="ProblemsOf"/>.</param>
    /// <returns>The store; who asked disposes it where it is <see cref="IDisposable"/>.</returns>
    public static IBlobs Of(JobsOptions options) => Named(options)!.Make(options);

    private static BlobStore? Named(JobsOptions options) => All.SingleOrDefault(store => store.Name == options.BlobsOrDefault);

    private static IEnumerable<string> Problems(params IEnumerable<(bool Is, string Problem)> found) =>
        found.Where(each => each.Is).Select(each => each.Problem);

    private static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}

/// <summary>A place for blobs.</summary>
/// <param name="Name">What <c>Jobs:Blobs</c> calls it.</param>
/// <param name="Make">Makes it of options without problems.</param>
/// <param name="Problems">What it misses in options, each a sentence that names the setting.</param>
public sealed record BlobStore(string Name, Func<JobsOptions, IBlobs> Make, Func<JobsOptions, IEnumerable<string>> Problems);
