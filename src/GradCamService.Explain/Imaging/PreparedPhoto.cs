using GradCamService.Explain.Imaging.Drawing;
using GradCamService.Explain.Imaging.Resizing;

namespace GradCamService.Explain.Imaging;

/// <summary>An upload as a network wants it, and what of it is kept to be drawn on. All its pixels are gone.</summary>
/// <param name="Photo">
/// At the size in which it is drawn on (long side at most 2,048); of a policy's frames the newest, of several photos of a scene the
/// first. Null where nothing is drawn on it.
/// </param>
/// <param name="Placement">How the input lies in the whole photo.</param>
/// <param name="Values">The network's input, <c>[C, H, W]</c>, normalized; frames or photos one after the other, in their order.</param>
public sealed record PreparedPhoto(Photo? Photo, Placement Placement, float[] Values)
{
    /// <summary>Decodes and prepares one file after the other. Safe to call from many threads.</summary>
    /// <param name="files">
    /// One; or a policy's frames, oldest first, of which the oldest is repeated where there are too few; or all photos of a scene.
    /// </param>
    /// <param name="spec">What the model takes.</param>
    /// <param name="frames">Frames that it takes, ≥ the number of files; 1 for a model of several photos.</param>
    /// <param name="fit">How photos are fitted.</param>
    /// <param name="isDrawnOn">Whether an answer is drawn on the photo.</param>
    /// <param name="limits">What an upload may cost.</param>
    /// <param name="cancellation">Checked before each file, between strips of rows, and between blocks of a resize.</param>
    /// <exception cref="UnsupportedImageException">Not an image, or a format that is not served.</exception>
    /// <exception cref="ImageTooLargeException">More pixels than allowed; thrown before memory for pixels is taken.</exception>
    /// <exception cref="CorruptImageException">Truncated or damaged.</exception>
    /// <exception cref="UnequalFramesException">Frames or photos of several sizes.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PreparedPhoto Of(
        IReadOnlyList<ReadOnlyMemory<byte>> files, InputSpec spec, int frames, Fit fit, bool isDrawnOn, DecodeLimits limits,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var headers = files.Select(file => ImageHeader.Read(file.Span, limits)).ToList();
        if (headers.Any(header => (header.Width, header.Height) != (headers[0].Width, headers[0].Height)))
            throw new UnequalFramesException(headers.Select(header => (header.Width, header.Height)));
        if (spec.Further.Count > 0)
            return OfScene(files, spec, fit, isDrawnOn, limits, cancellation);
        var reduction = limits.ReduceJpeg && !isDrawnOn ? new Reduction(spec, fit) : null;
        var (length, missing) = (0, frames - files.Count);
        var (values, prepared) = (Array.Empty<float>(), default(PreparedPhoto));
        for (var i = 0; i < files.Count; i++)
        {
            prepared = Of(files[i], spec, fit, isDrawnOn && i == files.Count - 1, limits, reduction, cancellation);
            length = prepared.Values.Length;
            if (frames == 1)
                return prepared;
            values = i == 0 ? new float[frames * length] : values;
            for (var frame = i == 0 ? 0 : missing + i; frame <= missing + i; frame++)
                prepared.Values.CopyTo(values, frame * length);
        }
        return prepared! with { Values = values };
    }

    private static PreparedPhoto OfScene(
        IReadOnlyList<ReadOnlyMemory<byte>> files, InputSpec spec, Fit fit, bool isDrawnOn, DecodeLimits limits,
        CancellationToken cancellation)
    {
        if (files.Count != 1 + spec.Further.Count)
            throw new ArgumentException($"The model sees {1 + spec.Further.Count} photos at once; there are {files.Count}.", nameof(files));
        var photos = spec.Photos
            .Select((each, i) => Of(files[i], each, fit, isDrawnOn && i == 0, limits, null, cancellation)).ToList();
        return photos[0] with { Values = [.. photos.SelectMany(photo => photo.Values)] };
    }

    private static PreparedPhoto Of(
        ReadOnlyMemory<byte> file, InputSpec spec, Fit fit, bool isDrawnOn, DecodeLimits limits, Reduction? reduction,
        CancellationToken cancellation)
    {
        using var decoded = PhotoDecoder.Decode(file, limits, reduction, ColorPlanes.Of(spec.Color).Contains(Plane.Alpha), cancellation);
        var (placement, values) = Preprocessor.Prepare(decoded.View, spec, fit, cancellation);
        if (isDrawnOn)
            decoded.LayOnWhite();
        return new PreparedPhoto(isDrawnOn ? Shrink(decoded.View, cancellation) : null, placement, values);
    }

    /// <summary>The photo at the size in which it is drawn on.</summary>
    internal static Photo Shrink(PhotoView photo, CancellationToken cancellation)
    {
        var (width, height) = Canvas.SizeOf(photo.Width, photo.Height);
        var pixels = PillowResize.Resize(photo, width, height, Resampling.Bilinear, cancellation);
        return new Photo(width, height, pixels) { FullWidth = photo.FullWidth, FullHeight = photo.FullHeight };
    }
}
