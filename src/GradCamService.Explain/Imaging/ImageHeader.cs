namespace GradCamService.Explain.Imaging;
public sealed record ImageHeader(int Width, int Height, long DecodeBytes, long DrawnBytes)
{
    public const long MostDrawnBytes = 2048L * 2048 * 3;
    public static bool IsImage(ReadOnlySpan<byte> file) { try { Files.ImageSignature.Identify(file); return true; } catch (UnsupportedImageException) { return false; } }
    public static long MostDecodeBytes(DecodeLimits limits) => limits.MaxPixels * 7;
    public static ImageHeader Read(ReadOnlySpan<byte> file, DecodeLimits limits) { var f = Files.ImageSignature.Identify(file); var (w, h) = Files.FileStructure.ReadSize(f, file); return new(w, h, 7L * w * h, Math.Min(3L * w * h, MostDrawnBytes)); }
}
public sealed class UnequalFramesException(string message) : Exception(message);
