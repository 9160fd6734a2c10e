using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.Tests.Servers;
using Xunit;

namespace GradCamService.Jobs.Tests.Blobs;

public sealed class S3BlobsTests(S3Server server) : BlobsContract
{
    protected override async Task<IBlobs> OpenAsync() => new S3Blobs(await server.NewPrefixAsync());

    [Fact]
    public async Task A_job_with_more_blobs_than_a_page_lists_is_counted_and_deleted_whole()
    {
        const int Count = 1001;
        await Parallel.ForAsync(0, Count, Cancellation, async (i, cancellation) => await Blobs.PutAsync("job", BitConverter.GetBytes(i), cancellation));

        Assert.Equal(Count * sizeof(int), await Blobs.CountBytesAsync(Cancellation));
        await Blobs.DeleteAsync("job", Cancellation);
        Assert.Equal(0, await Blobs.CountBytesAsync(Cancellation));
    }

    [Fact]
    public async Task A_server_that_was_killed_is_away()
    {
        await using var own = new S3Server();
        using var blobs = new S3Blobs(await own.NewPrefixAsync());
        var digest = await blobs.PutAsync("job", Bytes(10), Cancellation);
        await own.KillAsync();

        await Assert.ThrowsAsync<StorageException>(() => blobs.PutAsync("job", Bytes(10), Cancellation));
        await Assert.ThrowsAsync<StorageException>(() => blobs.ReadAsync("job", digest, range: null, Cancellation));
    }

    [Fact]
    public async Task A_bucket_or_keys_that_do_not_exist_are_a_store_that_is_away()
    {
        var there = await server.NewPrefixAsync();
        var (bucket, keys) = (new S3Options { Bucket = "none", Endpoint = there.Endpoint, AccessKey = there.AccessKey, SecretKey = there.SecretKey },
            new S3Options { Bucket = there.Bucket, Endpoint = there.Endpoint, AccessKey = "nobody", SecretKey = there.SecretKey });
        foreach (var options in new[] { bucket, keys })
        {
            using var blobs = new S3Blobs(options);
            await Assert.ThrowsAsync<StorageException>(() => blobs.PutAsync("job", Bytes(10), Cancellation));
            await Assert.ThrowsAsync<StorageException>(() => blobs.ReadAsync("job", new string('0', 64), range: null, Cancellation));
        }
    }
}
