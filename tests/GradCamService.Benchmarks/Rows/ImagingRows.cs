using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;

namespace GradCamService.Benchmarks.Rows;

/// <summary>Decoding and preparing, drawing and encoding of a one-megapixel photo.</summary>
internal static class ImagingRows
{
    private const int Width = 1155;
    private const int Height = 866;

    public static IEnumerable<Measurement> Run(TimeSpan time)
    {
        var jpeg = SamplePhoto.Jpeg(Width, Height);
        var png = SamplePhoto.Png(Width, Height);
        var drawn = Prepare(jpeg, isDrawnOn: true);
        var heat = new Heat([.. Enumerable.Range(0, 7 * 7).Select(i => Math.Max(0, MathF.Sin(i)))], 7, 7);
        var (canvas, style) = (Canvas.OfPhoto(drawn.Placement, enlarges: true), new PictureStyle());
        var overlay = Overlays.Draw(drawn.Photo!, heat, canvas, style);
        var spreads = new Interleaved()
            .Add("prepare-jpeg", () => Prepare(jpeg, isDrawnOn: false))
            .Add("prepare-jpeg-reduced", () => Prepare(jpeg, isDrawnOn: false, reduce: true))
            .Add("prepare-jpeg-drawn-on", () => Prepare(jpeg, isDrawnOn: true))
            .Add("prepare-png", () => Prepare(png, isDrawnOn: false))
            .Add("render-overlay", () => Overlays.Draw(drawn.Photo!, heat, canvas, style))
            .Add("encode-png", () => PictureFormat.Png.Encode(overlay))
            .Add("encode-jpeg", () => PictureFormat.Jpeg.Encode(overlay))
            .Add("encode-webp", () => PictureFormat.WebP.Encode(overlay))
            .Run(time);
        return spreads.Select(spread => new Measurement($"{spread.Key}-per-megapixel", "", 1, 0, spread.Value, null));
    }

    private static PreparedPhoto Prepare(byte[] file, bool isDrawnOn, bool reduce = false) => PreparedPhoto.Of(
        [file], new InputSpec(224, 224, ColorOrder.Rgb, 0.875, Fit.Crop, Resampling.Bicubic, [127], [128]), 1, Fit.Crop, isDrawnOn,
        new DecodeLimits(long.MaxValue, reduce), CancellationToken.None);
}
