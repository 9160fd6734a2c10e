using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GradCamService.Jobs.Blobs;

/// <summary>The disk of a folder: how much is free, and that what was renamed there stays so.</summary>
public static partial class Disk
{
    // errno, and Windows' ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] FullCodes = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>Refuses what would not leave enough free.</summary>
    /// <exception cref="StorageFullException">There is no room.</exception>
    public static void Check(string directory, long bytes, long minFreeBytes)
    {
        Directory.CreateDirectory(directory);
        var free = new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;
        if (free - bytes < minFreeBytes)
            throw new StorageFullException(FormattableString.Invariant(
                $"There is no room for {bytes >> 20} MiB: {free >> 20} MiB are free where jobs are kept, of which {minFreeBytes >> 20} MiB stay so (Jobs:MinFreeBytes)."));
    }

    /// <summary>What an error of the file system means.</summary>
    public static StorageException Failure(Exception exception) => exception is IOException && FullCodes.Contains(exception.HResult)
        ? new StorageFullException("There is no room where jobs are kept.", exception)
        : new StorageException($"What keeps jobs cannot be used: {exception.GetType().Name}.", exception);

    /// <summary>Makes a rename survive the power's loss; without effect where the system has no such call.</summary>
    public static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var handle = Open(folder, 0);
        if (!handle.IsInvalid)
            _ = Flush(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(SafeFileHandle folder);
}
