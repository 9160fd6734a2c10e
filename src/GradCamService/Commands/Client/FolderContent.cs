using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace GradCamService.Commands.Client;

/// <summary>A folder as a ZIP, written while it is sent. The same files give the same bytes, so that sending it again is the same job.</summary>
internal sealed class FolderContent : HttpContent
{
    private readonly string _folder;

    /// <param name="folder">Exists.</param>
    public FolderContent(string folder)
    {
        _folder = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
        Headers.ContentType = new MediaTypeHeaderValue("application/zip");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        // The folder's name is the dataset's.
        var root = Path.GetDirectoryName(_folder) ?? _folder;
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null);
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
        foreach (var path in Directory.EnumerateFiles(_folder, "*", options).Order(StringComparer.Ordinal))
        {
            // Photos are compressed already.
            var entry = zip.CreateEntry(Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            await using var from = File.OpenRead(path);
            await using var to = await entry.OpenAsync();
            await from.CopyToAsync(to);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
