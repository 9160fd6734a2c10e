using System.IO.Compression;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Naming;
using GradCamService.Problems;

namespace GradCamService.Jobs.Explanations;

/// <summary>The photos of an archive: every picture in it, at any depth, in the order in which they lie there.</summary>
internal static class ArchivePhotos
{
    // What a Mac puts beside every file.
    private const string MacFolder = "__MACOSX/";

    /// <param name="archive">A ZIP.</param>
    /// <param name="photos">Where they go.</param>
    /// <param name="upload">How large one may be.</param>
    /// <param name="options">How large all may be together, unpacked.</param>
    /// <param name="cancellation">Its sender left.</param>
    /// <exception cref="InvalidFieldsException">It is no ZIP that can be read.</exception>
    /// <exception cref="JobTooLargeException">It has more than a job may have.</exception>
    public static async Task AddAsync(FileInfo archive, PhotoPacker photos, Explain.Queue.UploadOptions upload, JobsOptions options, CancellationToken cancellation)
    {
        try
        {
            ArchiveLimits.Check(archive, options);
            await using var zip = await ZipFile.OpenReadAsync(archive.FullName, cancellation);
            var left = options.MaxBytes;
            foreach (var entry in zip.Entries.Where(entry => entry.Name.Length > 0 && !entry.FullName.StartsWith(MacFolder, StringComparison.Ordinal)))
            {
                await using var stream = await entry.OpenAsync(cancellation);
                var (file, read) = await ReadAsync(stream, upload.MaxBytes, left, cancellation);
                if ((left -= read) < 0)
                    throw JobTooLargeException.Bytes(options.MaxBytes);
                if (ImageNames.IsImage(entry.Name) || (file is not null && ImageHeader.IsImage(file)))
                    await photos.AddAsync(entry.FullName, file is null ? [] : [file], cancellation);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new InvalidFieldsException(new Dictionary<string, string[]>
            {
                [JobFormReader.ArchiveField] = [$"It is no ZIP file that can be read: {Names.Shorten(exception.Message)}"],
            });
        }
    }

    /// <summary>A file's bytes, null where it is larger than it may be; and how many were read. What a file says of its size may be a lie.</summary>
    private static async Task<(byte[]? File, long Read)> ReadAsync(Stream stream, int most, long left, CancellationToken cancellation)
    {
        var (held, buffer, count) = (new MemoryStream(), new byte[1 << 16], 0L);
        for (int read; count <= left && (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            count += read;
            if (count <= most)
                held.Write(buffer, 0, read);
        }
        return (count <= most ? held.ToArray() : null, count);
    }
}
