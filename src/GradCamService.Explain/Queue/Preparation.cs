using GradCamService.Explain.Imaging;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;

namespace GradCamService.Explain.Queue;

/// <summary>
/// The files of an upload on their way to what a network reads: the photo, one that it is compared with, and the model's other pictures.
/// </summary>
internal sealed class Preparation
{
    private const string ImagePart = OrderReader.ImageField;

    private readonly Order _order;
    private readonly DecodeLimits _limits;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _photo;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _reference;
    private readonly List<(PictureInput Input, ReadOnlyMemory<byte> File)> _pictures;

    /// <summary>Reads the headers of all files.</summary>
    /// <exception cref="UnsupportedImageException">The photo is no image that is served.</exception>
    /// <exception cref="CorruptImageException">It is damaged.</exception>
    /// <exception cref="ImageTooLargeException">It has more pixels than allowed, or all files together have.</exception>
    /// <exception cref="PartException">So is another file.</exception>
    public Preparation(Order order, Upload upload, DecodeLimits limits)
    {
        var spec = order.Model.Manifest.Input.Spec;
        var images = order.Model.Manifest.Input.Images;
        (_order, _limits) = (order, limits);
        (_photo, _reference) = ([.. upload.Files.Take(images)], [.. upload.Files.Skip(images)]);
        _pictures = [.. order.Model.Inputs.OfType<PictureInput>().Select(input => (input, upload.Pictures.GetValueOrDefault(input.Field)))];
        var photos = _photo.Select(file => ImageHeader.Read(file.Span, limits)).ToList();
        Photo = photos[^1];
        List<(ImageHeader Header, InputSpec Spec)> all =
        [
            .. photos.Select(header => (header, spec)),
            .. _reference.Select(file => (Named(ImagePart, () => ImageHeader.Read(file.Span, limits)), spec)),
            .. _pictures.Select(each => (Named(each.Input.Field, () => ImageHeader.Read(each.File.Span, limits)), each.Input.Spec)),
        ];
        limits.CheckTogether([.. all.Select(each => each.Header)]);
        Pixels = all.Sum(each => (long)each.Header.Width * each.Header.Height);
        DecodeBytes = all.Max(each => each.Header.DecodeBytesFor(each.Spec));
    }

    /// <summary>The header of the photo that is drawn on.</summary>
    public ImageHeader Photo { get; }

    /// <summary>Of all files.</summary>
    public long Pixels { get; }

    /// <summary>Most memory that decoding holds at once: one file is decoded after the other.</summary>
    public long DecodeBytes { get; }

    /// <summary>Decodes and prepares all files.</summary>
    public PreparedOrder Prepare(CancellationToken cancellation)
    {
        var (input, fit) = (_order.Model.Manifest.Input, _order.Fit);
        var photo = PreparedPhoto.Of(_photo, input.Spec, input.Frames, fit, _order.IsDrawnOn, _limits, cancellation);
        return new PreparedOrder(_order, photo)
        {
            Reference = _reference.Count == 0 ? null
                : Named(ImagePart, () => PreparedPhoto.Of(_reference, input.Spec, input.Frames, fit, isDrawnOn: false, _limits, cancellation)).Values,
            Pictures = _pictures.ToDictionary(each => each.Input.Name, each => Named(each.Input.Field, () => PreparedPhoto.Of(
                [each.File], each.Input.Spec, 1, each.Input.HasOwnFit ? each.Input.Spec.Fit : fit, isDrawnOn: false, _limits, cancellation)).Values),
        };
    }

    /// <summary>Of several files, messages say which is wrong.</summary>
    private static T Named<T>(string part, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (
            exception is UnsupportedImageException or CorruptImageException or ImageTooLargeException or UnequalFramesException)
        {
            throw new PartException(part, exception);
        }
    }
}
