using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using Xunit;

namespace GradCamService.Jobs.Tests.Blobs;

/// <summary>What every store of blobs does; each has a class of tests below this one.</summary>
public abstract class BlobsContract : IAsyncLifetime
{
    private IBlobs? _blobs;

    protected IBlobs Blobs => _blobs!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract Task<IBlobs> OpenAsync();

    public async ValueTask InitializeAsync() => _blobs = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        (_blobs as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_blob_is_named_by_its_sha_256()
    {
        // FIPS 180-4's example of "abc".
        const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

        Assert.Equal(OfAbc, await Blobs.PutAsync("job", "abc"u8.ToArray(), Cancellation));
        Assert.Equal("abc"u8.ToArray(), await Blobs.ReadAsync("job", OfAbc, range: null, Cancellation));
    }

    [Fact]
    public async Task What_is_stored_twice_is_stored_once()
    {
        var first = await Blobs.PutAsync("job", Bytes(1000), Cancellation);
        var second = await Blobs.PutAsync("job", Bytes(1000), Cancellation);

        Assert.Equal(first, second);
        Assert.Equal(1000, await Blobs.CountBytesAsync(Cancellation));
    }

    [Fact]
    public async Task What_many_store_at_the_same_time_is_stored_once()
    {
        var digests = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Blobs.PutAsync("job", Bytes(100_000), Cancellation))));

        var digest = Assert.Single(digests.Distinct());
        Assert.Equal(Bytes(100_000), await Blobs.ReadAsync("job", digest, range: null, Cancellation));
        Assert.Equal(100_000, await Blobs.CountBytesAsync(Cancellation));
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        var digest = await Blobs.PutAsync("job", ReadOnlyMemory<byte>.Empty, Cancellation);

        Assert.Empty(await Blobs.ReadAsync("job", digest, range: null, Cancellation));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(17, 4000)]
    [InlineData(4_999_999, 1)]
    [InlineData(0, 5_000_000)]
    [InlineData(5_000_000, 0)]
    public async Task A_range_is_these_bytes_of_a_blob(int offset, int length)
    {
        var digest = await Blobs.PutAsync("job", Bytes(5_000_000), Cancellation);

        Assert.Equal(Bytes(5_000_000)[offset..(offset + length)], await Blobs.ReadAsync("job", digest, new BlobRange(offset, length), Cancellation));
    }

    [Theory]
    [InlineData(999, 2)]
    [InlineData(1000, 1)]
    [InlineData(5000, 10)]
    public async Task A_range_behind_the_end_is_missing(int offset, int length)
    {
        var digest = await Blobs.PutAsync("job", Bytes(1000), Cancellation);

        await Assert.ThrowsAsync<BlobMissingException>(() => Blobs.ReadAsync("job", digest, new BlobRange(offset, length), Cancellation));
    }

    [Fact]
    public async Task The_largest_pack_comes_back_whole()
    {
        var digest = await Blobs.PutAsync("job", Bytes(Pack.MostBytes), Cancellation);

        Assert.Equal(Bytes(Pack.MostBytes), await Blobs.ReadAsync("job", digest, range: null, Cancellation));
    }

    [Fact]
    public async Task A_blob_of_another_job_or_content_is_missing()
    {
        var digest = await Blobs.PutAsync("job", Bytes(10), Cancellation);

        await Assert.ThrowsAsync<BlobMissingException>(() => Blobs.ReadAsync("other", digest, range: null, Cancellation));
        await Assert.ThrowsAsync<BlobMissingException>(() => Blobs.ReadAsync("job", new string('0', 64), range: null, Cancellation));
        await Assert.ThrowsAsync<BlobMissingException>(() => Blobs.ReadAsync("job", new string('0', 64), new BlobRange(1, 2), Cancellation));
    }

    [Fact]
    public async Task A_job_that_is_deleted_leaves_nothing_and_takes_nobody_along()
    {
        var digest = await Blobs.PutAsync("job", Bytes(10), Cancellation);
        await Blobs.PutAsync("job", Bytes(20), Cancellation);
        // Its name begins with the other's.
        await Blobs.PutAsync("job2", Bytes(40), Cancellation);

        await Blobs.DeleteAsync("job", Cancellation);
        await Blobs.DeleteAsync("job", Cancellation);

        await Assert.ThrowsAsync<BlobMissingException>(() => Blobs.ReadAsync("job", digest, range: null, Cancellation));
        Assert.Equal(40, await Blobs.CountBytesAsync(Cancellation));
        Assert.Equal(["job2"], await OwnersAsync(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task An_empty_store_has_no_bytes_and_no_owners()
    {
        Assert.Equal(0, await Blobs.CountBytesAsync(Cancellation));
        Assert.Empty(await OwnersAsync(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1)));
        await Blobs.DeleteAsync("job", Cancellation);
    }

    [Fact]
    public async Task Owners_are_those_whose_last_blob_is_older()
    {
        await Blobs.PutAsync("grows", Bytes(10), Cancellation);
        await Blobs.PutAsync("rests", Bytes(10), Cancellation);
        // Some stores tell whole seconds.
        await Task.Delay(TimeSpan.FromSeconds(1.1), Cancellation);
        var between = TimeProvider.System.GetUtcNow();
        await Task.Delay(TimeSpan.FromSeconds(1.1), Cancellation);
        await Blobs.PutAsync("grows", Bytes(20), Cancellation);

        Assert.Equal(["rests"], await OwnersAsync(between));
        Assert.Equal(["grows", "rests"], await OwnersAsync(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1)));
        Assert.Empty(await OwnersAsync(between - TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(60)]
    public async Task A_write_that_is_cancelled_leaves_a_whole_blob_or_none(int milliseconds)
    {
        using var left = new CancellationTokenSource();
        var put = Blobs.PutAsync("job", Bytes(Pack.MostBytes), left.Token);
        if (milliseconds > 0)
            await Task.Delay(milliseconds, Cancellation);
        await left.CancelAsync();

        if (await Record.ExceptionAsync(() => put) is { } exception)
            Assert.IsType<OperationCanceledException>(exception, exactMatch: false);
        Assert.Contains(await Blobs.CountBytesAsync(Cancellation), new long[] { 0, Pack.MostBytes });
    }

    [Fact]
    public async Task Who_left_before_it_began_stores_and_reads_nothing()
    {
        var left = new CancellationToken(canceled: true);
        var digest = await Blobs.PutAsync("job", Bytes(10), Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Blobs.PutAsync("job", Bytes(20), left));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Blobs.ReadAsync("job", digest, range: null, left));
        Assert.Equal(10, await Blobs.CountBytesAsync(Cancellation));
    }

    /// <summary>Bytes that do not compress, the same each time.</summary>
    protected static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private async Task<List<string>> OwnersAsync(DateTimeOffset olderThan) =>
        [.. (await Blobs.OwnersAsync(olderThan, Cancellation).ToListAsync(Cancellation)).Order(StringComparer.Ordinal)];
}
