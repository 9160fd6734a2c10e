using System.Net;
using System.Net.Http.Headers;

namespace GradCamService.Commands.Client;

/// <summary>A file as a part of a form, opened when it is sent and closed behind it: there may be thousands.</summary>
internal sealed class FileContent : HttpContent
{
    private readonly FileInfo _file;

    /// <param name="path">Exists.</param>
    public FileContent(string path)
    {
        _file = new FileInfo(path);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var file = _file.OpenRead();
        await file.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length;
        return true;
    }
}
