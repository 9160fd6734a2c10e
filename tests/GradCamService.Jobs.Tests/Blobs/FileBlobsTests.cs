using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.Tests.Servers;
using Xunit;

namespace GradCamService.Jobs.Tests.Blobs;

public sealed class FileBlobsTests : BlobsContract
{
    private readonly string _directory = Directory.CreateTempSubdirectory("blobs").FullName;

    protected override Task<IBlobs> OpenAsync() => Task.FromResult<IBlobs>(new FileBlobs(Path.Combine(_directory, "blobs"), minFreeBytes: 0));

    [Fact]
    public async Task What_would_take_the_disks_reserve_is_refused_before_it_is_written()
    {
        var full = new FileBlobs(_directory, minFreeBytes: long.MaxValue);

        var exception = await Assert.ThrowsAsync<StorageFullException>(() => full.PutAsync("job", Bytes(10), Cancellation));

        Assert.Contains("Jobs:MinFreeBytes", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task What_is_there_needs_no_room()
    {
        var digest = await Blobs.PutAsync("job", Bytes(10), Cancellation);

        Assert.Equal(digest, await new FileBlobs(Path.Combine(_directory, "blobs"), minFreeBytes: long.MaxValue).PutAsync("job", Bytes(10), Cancellation));
    }

    [Fact]
    public async Task A_disk_that_becomes_full_while_it_is_written_keeps_nothing_of_the_blob()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "a small disk is mounted by root, on Linux");
        var mount = await Record.ExceptionAsync(() => Command.RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "none", _directory));
        Assert.SkipWhen(mount is not null, "a small disk cannot be mounted here");
        try
        {
            // Less than nothing is to stay free, so that it is the disk that says no.
            var blobs = new FileBlobs(_directory, minFreeBytes: -(1L << 30));
            var digest = await blobs.PutAsync("job", Bytes(500_000), Cancellation);

            await Assert.ThrowsAsync<StorageFullException>(() => blobs.PutAsync("job", Bytes(2_000_000), Cancellation));

            Assert.Equal([digest], Files().Select(Path.GetFileName));
        }
        finally
        {
            await Command.RunAsync("umount", _directory);
        }
    }

    [Fact]
    public async Task A_cancelled_write_leaves_no_file()
    {
        using var left = new CancellationTokenSource();
        var put = Blobs.PutAsync("job", Bytes(Pack.MostBytes), left.Token);
        await left.CancelAsync();

        if (await Record.ExceptionAsync(() => put) is not null)
            Assert.Empty(Files());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_store_that_is_away()
    {
        var file = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(file, "", Cancellation);

        await Assert.ThrowsAsync<StorageException>(() => new FileBlobs(file, minFreeBytes: 0).PutAsync("job", Bytes(10), Cancellation));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private string[] Files() => Directory.GetFiles(_directory, "*", SearchOption.AllDirectories);
}
