using System.IO.Compression;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Naming;
using GradCamService.Jobs.Blobs;
using GradCamService.Problems;

namespace GradCamService.Jobs.Evaluations;

/// <summary>A dataset in a ZIP: stored as it came, and unpacked by whoever computes parts of it.</summary>
internal static class DatasetArchive
{
    private const int CheckedEvery = 64 << 20;

    // What a Mac puts beside every file.
    private const string MacFolder = "__MACOSX/";

    /// <exception cref="InvalidFieldsException">It is no ZIP that can be read.</exception>
    /// <exception cref="JobTooLargeException">It has more files than a job may have.</exception>
    public static async Task<SentJob> StoreAsync(JobServices services, SentJob sent, FileInfo archive, CancellationToken cancellation)
    {
        try
        {
            ArchiveLimits.Check(archive, services.Options);
        }
        catch (InvalidDataException exception)
        {
            throw Unreadable(exception);
        }
        await using var file = archive.OpenRead();
        return sent with { Archive = await ChunkedFile.StoreAsync(services.Blobs, sent.Id, file, cancellation) };
    }

    /// <summary>Unpacks what was stored.</summary>
    /// <param name="services">Where it is, and how much it may be.</param>
    /// <param name="job">Whose.</param>
    /// <param name="digests">Its blobs.</param>
    /// <param name="folder">The job's own on this machine; nothing is written outside of it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Where the dataset lies: there, or in the only folder that the archive has.</returns>
    /// <exception cref="InvalidFieldsException">It is no ZIP that can be read.</exception>
    /// <exception cref="JobTooLargeException">It is larger than it may be.</exception>
    /// <exception cref="StorageException">There is no room for it here.</exception>
    public static async Task<string> UnpackAsync(
        JobServices services, string job, IReadOnlyList<string> digests, string folder, CancellationToken cancellation)
    {
        var (archive, files) = (Path.Combine(folder, "archive.zip"), Path.Combine(folder, JobFormReader.ArchiveField));
        try
        {
            if (Directory.Exists(files))
                Directory.Delete(files, recursive: true);
            Directory.CreateDirectory(files);
            await using (var written = File.Create(archive))
                await ChunkedFile.CopyAsync(services.Blobs, job, digests, written, cancellation);
            await using (var zip = await ZipFile.OpenReadAsync(archive, cancellation))
                await UnpackAsync(zip, files, services.Options, cancellation);
            File.Delete(archive);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException or PathTooLongException or ArgumentException)
        {
            throw Unreadable(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Disk.Failure(exception);
        }
        return RootOf(files);
    }

    private static async Task UnpackAsync(ZipArchive zip, string folder, JobsOptions options, CancellationToken cancellation)
    {
        var (left, next) = (options.MaxBytes, options.MaxBytes);
        foreach (var entry in zip.Entries.Where(entry => entry.Name.Length > 0 && !IsLeftOut(entry.FullName)))
        {
            var path = PathOf(folder, entry.FullName);
            await using var from = await entry.OpenAsync(cancellation);
            await using var to = new FileStream(path, FileMode.CreateNew);
            var buffer = new byte[1 << 16];
            // What a file says of its size may be a lie.
            for (int read; (read = await from.ReadAsync(buffer, cancellation)) > 0;)
            {
                if ((left -= read) < 0)
                    throw JobTooLargeException.Bytes(options.MaxBytes);
                if (left < next)
                {
                    Disk.Check(folder, CheckedEvery, options.MinFreeBytes);
                    next -= CheckedEvery;
                }
                await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }
    }

    // Hidden files are no part of a dataset in a folder either.
    private static bool IsLeftOut(string name) =>
        name.StartsWith(MacFolder, StringComparison.Ordinal) || name.Split('/').Any(part => part.StartsWith('.') && part is not ("." or ".."));

    /// <summary>Where an entry is written: in the folder, whatever its name says, and nothing is there yet.</summary>
    private static string PathOf(string folder, string name)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name.Replace('\\', '/')));
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InvalidDataException($"'{Names.Shorten(name)}' would lie outside of it");
        for (var parent = Path.GetDirectoryName(path)!; parent.Length > folder.Length; parent = Path.GetDirectoryName(parent)!)
            if (File.Exists(parent))
                throw new InvalidDataException($"'{Names.Shorten(name)}' would lie in a file");
        if (Path.Exists(path))
            throw new InvalidDataException($"it has '{Names.Shorten(name)}' twice");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Whoever packs a folder mostly means what is in it: the only folder, where it has folders of its own.</summary>
    private static string RootOf(string folder)
    {
        while (Directory.GetFileSystemEntries(folder) is [var only] && Directory.Exists(only) && Directory.EnumerateDirectories(only).Any())
            folder = only;
        return folder;
    }

    private static InvalidFieldsException Unreadable(Exception exception) => new(new Dictionary<string, string[]>
    {
        [JobFormReader.ArchiveField] = [$"It is no ZIP file that can be read: {Names.Shorten(exception.Message)}"],
    });
}
