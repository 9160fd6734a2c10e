namespace GradCamService.Explain.Imaging.Decoding;

/// <summary>All pixels of a photo, in native memory that goes when this is disposed.</summary>
/// <param name="width">Pixels.</param>
/// <param name="height">Pixels.</param>
/// <param name="header">Of the whole photo.</param>
/// <param name="pixels">Begins with them; owned by this.</param>
internal sealed class DecodedPhoto(int width, int height, ImageHeader header, PixelBlock pixels) : IDisposable
{
    public PhotoView View => new(width, height, pixels.Bytes(width * height * 3)) { FullWidth = header.Width, FullHeight = header.Height };

    public void Dispose() => pixels.Dispose();
}
