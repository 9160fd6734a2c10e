using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Png;

namespace GradCamService.Benchmarks.Rows;

/// <summary>Decoding, preprocessing, drawing and encoding of a one-megapixel photo.</summary>
internal static class ImagingRows
{
    private const int Width = 1155;
    private const int Height = 866;

    public static IEnumerable<Measurement> Run(TimeSpan time)
    {
        var jpeg = SamplePhoto.Jpeg(Width, Height);
        var png = SamplePhoto.Png(Width, Height);
        var limits = new DecodeLimits(long.MaxValue);
        var spec = new InputSpec(224, 224, ColorOrder.Rgb, 0.875, Fit.Crop, Resampling.Bicubic, [127], [128]);
        var photo = PhotoDecoder.Decode(jpeg, limits);
        var prepared = Preprocessor.Prepare(photo, spec, Fit.Crop);
        var map = Enumerable.Range(0, 224 * 224).Select(i => Math.Max(0, MathF.Sin(i * 0.001f))).ToArray();
        var overlay = Overlays.Draw(photo, map, prepared.Placement, ColorMapName.Jet);
        var spreads = new Interleaved()
            .Add("decode-jpeg", () => PhotoDecoder.Decode(jpeg, limits))
            .Add("decode-jpeg-reduced", () => PhotoDecoder.Decode(jpeg, limits, new Reduction(spec, Fit.Crop)))
            .Add("decode-png", () => PhotoDecoder.Decode(png, limits))
            .Add("resize", () => Preprocessor.Prepare(photo, spec, Fit.Crop))
            .Add("render-overlay", () => Overlays.Draw(photo, map, prepared.Placement, ColorMapName.Jet))
            .Add("encode-png", () => PngEncoder.Encode(overlay))
            .Run(time);
        return spreads.Select(spread => new Measurement($"{spread.Key}-per-megapixel", "", 1, 0, spread.Value, null));
    }
}
