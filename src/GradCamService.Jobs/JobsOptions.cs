using System.ComponentModel.DataAnnotations;

namespace GradCamService.Jobs;

/// <summary>Section <c>Jobs</c>: work that outlives its request.</summary>
public sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>
    /// Where jobs are kept: the database's file, photos and answers; of a service with PostgreSQL, what is on its way there. Default: <c>jobs</c> in the
    /// folder of the user's own data.
    /// </summary>
    public string Directory { get; init; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "gradcamservice", "jobs");

    /// <summary>Connection string of PostgreSQL; with <see cref="RabbitMq"/>, for many processes. Default none: a file in <see cref="Directory"/>.</summary>
    public string? Postgres { get; init; }

    /// <summary>Address of RabbitMQ, <c>amqp://user:password@host:5672/vhost</c>; with <see cref="Postgres"/>. Default none.</summary>
    public string? RabbitMq { get; init; }

    /// <summary>What the queues' names begin with, for services that share a broker. Default <c>gradcam</c>.</summary>
    [RegularExpression("[A-Za-z0-9._-]{1,100}", ErrorMessage = "Jobs:QueuePrefix must be 1 to 100 letters, digits, dots, dashes or underscores.")]
    public string QueuePrefix { get; init; } = "gradcam";

    /// <summary>Where photos and answers are: <c>files</c>, <c>postgres</c> or <c>s3</c>. Default: files, and with PostgreSQL postgres.</summary>
    [RegularExpression("files|postgres|s3", ErrorMessage = "Jobs:Blobs must be files, postgres or s3.")]
    public string? Blobs { get; init; }

    public S3Options S3 { get; init; } = new();

    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>Most photos of a job. Default 10,000, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Jobs:MaxItems must be from 1 to 1000000.")]
    public int MaxItems { get; init; } = 10_000;

    /// <summary>Most bytes of a job's photos. Default 2 GiB, 1 KiB to 1 TiB.</summary>
    [Range(1L << 10, 1L << 40, ErrorMessage = "Jobs:MaxBytes must be from 1024 to 1099511627776.")]
    public long MaxBytes { get; init; } = 2L << 30;

    /// <summary>Most open jobs of a caller. Default 1,000, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Jobs:PerCaller must be from 1 to 1000000.")]
    public int PerCaller { get; init; } = 1000;

    /// <summary>Bytes that stay free on the disk of <see cref="Directory"/>: a job that would need them is refused. Default 1 GiB.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "Jobs:MinFreeBytes must be a number of bytes.")]
    public long MinFreeBytes { get; init; } = 1L << 30;

    /// <summary>What jobs get at least of a busy device. Default 0.2, 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Jobs:Share must be from 0 to 1.")]
    public double Share { get; init; } = 0.2;

    /// <summary>How long a blob that no job names is left alone. Default one hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "Jobs:Grace must be from 00:00:00 to 7.00:00:00.")]
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often jobs whose time is over, and blobs that no job names, are looked for. Default one minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "Jobs:SweepEvery must be from 00:00:00.1 to 1.00:00:00.")]
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether jobs are shared by many processes.</summary>
    public bool HasBroker => RabbitMq is { Length: > 0 };

    /// <summary>Where archives lie while they are received.</summary>
    public string Incoming => Path.Combine(Directory, "incoming");

    /// <summary><see cref="Blobs"/> with its default.</summary>
    public string BlobsOrDefault => Blobs ?? (HasBroker ? "postgres" : "files");
}

/// <summary>Section <c>Jobs:S3</c>: a bucket for photos and answers. Keys that are absent are those of the environment, as AWS's tools have them.</summary>
public sealed class S3Options
{
    public string? Bucket { get; init; }

    /// <summary>Address of a service that is not AWS's own.</summary>
    public string? Endpoint { get; init; }

    public string Region { get; init; } = "us-east-1";

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    /// <summary>What keys begin with. Default <c>gradcam/</c>.</summary>
    public string Prefix { get; init; } = "gradcam/";
}

/// <summary>Section <c>Jobs:Webhooks</c>: whom jobs may tell that they have ended.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// Hosts that may be told, such as <c>hooks.example.com</c>, or <c>*.example.com</c> for all below that domain; any port of them. Default none.
    /// </summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>
    /// Private addresses and networks that a host may have, such as <c>10.1.2.3</c> and <c>10.1.0.0/16</c>; only there may a URL be plain http. Default none.
    /// </summary>
    public IReadOnlyList<string> PrivateAddresses { get; init; } = [];

    /// <summary>The key of the signature, at least 16 characters; needed where hosts are allowed.</summary>
    public string? Secret { get; init; }

    /// <summary>How long it is tried, for the last time when that is over. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "Jobs:Webhooks:GiveUpAfter must be from 00:00:01 to 7.00:00:00.")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long one answer is awaited. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "Jobs:Webhooks:Timeout must be from 00:00:00.1 to 00:05:00.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The first wait; each is twice the one before, to an hour, a tenth more or less by chance. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "Jobs:Webhooks:FirstWait must be from 00:00:00.01 to 01:00:00.")]
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(10);
}
