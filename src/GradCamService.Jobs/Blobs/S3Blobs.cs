using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs.Blobs;

/// <summary>Blobs as objects <c>prefix job/digest</c> of a bucket, of AWS or of a service that understands the same.</summary>
/// <param name="options">The bucket.</param>
public sealed class S3Blobs(S3Options options) : IBlobs, IDisposable
{
    private readonly AmazonS3Client _client = S3Clients.Of(options);

    public async Task<string> PutAsync(string job, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var digest = Digest.Of(bytes);
        using var content = new MemoryStream(bytes.ToArray(), writable: false);
        // Services besides AWS's own do not all understand a body in signed pieces.
        var request = new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = KeyOf(job, digest),
            InputStream = content,
            AutoCloseStream = false,
            UseChunkEncoding = false,
        };
        await AskAsync(() => _client.PutObjectAsync(request, cancellation), cancellation);
        return digest;
    }

    public async Task<byte[]> ReadAsync(string job, string digest, BlobRange? range, CancellationToken cancellation)
    {
        // A range of nothing cannot be said in HTTP.
        if (range is { Length: 0 })
            return [];
        var request = new GetObjectRequest
        {
            BucketName = options.Bucket,
            Key = KeyOf(job, digest),
            ByteRange = range is { } part ? new ByteRange(part.Offset, part.Offset + part.Length - 1L) : null,
        };
        var bytes = await AskAsync(ReadAsync, cancellation);
        return bytes is not null && bytes.Length == (range?.Length ?? bytes.Length) ? bytes : throw new BlobMissingException(job, digest);

        async Task<byte[]?> ReadAsync()
        {
            try
            {
                using var response = await _client.GetObjectAsync(request, cancellation);
                var read = new byte[response.ContentLength];
                await response.ResponseStream.ReadExactlyAsync(read, cancellation);
                return read;
            }
            catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchKey" || exception.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return null;
            }
        }
    }

    public async Task DeleteAsync(string job, CancellationToken cancellation)
    {
        await foreach (var page in PagesAsync($"{options.Prefix}{job}/", cancellation))
        {
            var request = new DeleteObjectsRequest
            {
                BucketName = options.Bucket,
                Objects = [.. page.Select(stored => new KeyVersion { Key = stored.Key })],
                Quiet = true,
            };
            await AskAsync(() => _client.DeleteObjectsAsync(request, cancellation), cancellation);
        }
    }

    public async IAsyncEnumerable<string> OwnersAsync(DateTimeOffset olderThan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Keys come in their order, so that a job's follow each other.
        var (job, newest) = ("", DateTime.MinValue);
        await foreach (var page in PagesAsync(options.Prefix, cancellation))
            foreach (var stored in page)
            {
                var owner = stored.Key[options.Prefix.Length..].Split('/')[0];
                if (owner != job)
                {
                    if (job.Length > 0 && newest < olderThan.UtcDateTime)
                        yield return job;
                    (job, newest) = (owner, DateTime.MinValue);
                }
                var written = stored.LastModified.GetValueOrDefault().ToUniversalTime();
                newest = written > newest ? written : newest;
            }
        if (job.Length > 0 && newest < olderThan.UtcDateTime)
            yield return job;
    }

    public async Task<long> CountBytesAsync(CancellationToken cancellation)
    {
        var bytes = 0L;
        await foreach (var page in PagesAsync(options.Prefix, cancellation))
            bytes += page.Sum(stored => stored.Size.GetValueOrDefault());
        return bytes;
    }

    public void Dispose() => _client.Dispose();

    private string KeyOf(string job, string digest) => $"{options.Prefix}{job}/{digest}";

    // A page has at most 1,000 objects, which is also what one request may delete; none of them is empty.
    private async IAsyncEnumerable<List<S3Object>> PagesAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = prefix };
        do
        {
            var response = await AskAsync(() => _client.ListObjectsV2Async(request, cancellation), cancellation);
            if (response.S3Objects is { Count: > 0 } page)
                yield return page;
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask();
        }
        catch (AmazonServiceException exception) when (exception.StatusCode == HttpStatusCode.InsufficientStorage)
        {
            throw new StorageFullException("There is no room in the bucket that keeps jobs.", exception);
        }
        // It gives up waiting with the exception of a cancellation.
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var what = exception is AmazonServiceException { ErrorCode.Length: > 0 } told ? told.ErrorCode : exception.GetType().Name;
            throw new StorageException($"The bucket that keeps jobs cannot be used: {what}.", exception);
        }
    }
}
