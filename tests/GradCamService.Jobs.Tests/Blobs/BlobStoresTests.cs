using GradCamService.Jobs.Blobs;
using Xunit;

namespace GradCamService.Jobs.Tests.Blobs;

public sealed class BlobStoresTests
{
    public static TheoryData<JobsOptions, Type> Stores => new()
    {
        { new JobsOptions(), typeof(FileBlobs) },
        { new JobsOptions { Postgres = "Host=db", RabbitMq = "amqp://broker" }, typeof(PostgresBlobs) },
        { new JobsOptions { Postgres = "Host=db", RabbitMq = "amqp://broker", Blobs = "files" }, typeof(FileBlobs) },
        { OfS3(new S3Options { Bucket = "photos" }), typeof(S3Blobs) },
        { OfS3(new S3Options { Bucket = "photos", Endpoint = "http://minio:9000", AccessKey = "a", SecretKey = "b" }), typeof(S3Blobs) },
    };

    [Theory]
    [MemberData(nameof(Stores), DisableDiscoveryEnumeration = true)]
    public void Options_that_go_together_name_a_store(JobsOptions options, Type store)
    {
        Assert.Empty(BlobStores.ProblemsOf(options));
        var blobs = BlobStores.Of(options);
        (blobs as IDisposable)?.Dispose();
        Assert.IsType(store, blobs);
    }

    public static TheoryData<JobsOptions, string[]> Contradictions => new()
    {
        { new JobsOptions { Blobs = "postgres" }, ["Jobs:Postgres"] },
        { OfS3(new S3Options()), ["Jobs:S3:Bucket"] },
        { OfS3(new S3Options { AccessKey = "a", Endpoint = "minio" }), ["Jobs:S3:Bucket", "Jobs:S3:SecretKey", "Jobs:S3:Endpoint"] },
        { new JobsOptions { Blobs = "tape" }, ["files, postgres, s3"] },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void Options_that_do_not_go_together_say_which_setting_is_missing(JobsOptions options, string[] named) => Assert.Collection(
        BlobStores.ProblemsOf(options), [.. named.Select(name => new Action<string>(problem => Assert.Contains(name, problem, StringComparison.Ordinal)))]);

    private static JobsOptions OfS3(S3Options s3) => new() { Blobs = "s3", S3 = s3 };
}
