using GradCamService.Configuration;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Problems;
using Microsoft.Extensions.Options;

namespace GradCamService.Uploads;

/// <summary>The image parts of a form → prepared photos.</summary>
public sealed class UploadReader(IOptions<UploadOptions> options)
{
    /// <summary>Checks that there are image parts, before anything is decoded.</summary>
    /// <exception cref="MissingImageException">There is none, or one is empty, and nothing else is wrong.</exception>
    internal static void Check(IFormCollection form, int most, FieldErrors errors)
    {
        var images = form.Files.GetFiles("image");
        var missing = images.Count == 0
            ? form.ContainsKey("image")
                ? "The field 'image' is text; it must be a file (curl: -F image=@photo.jpg)."
                : "The request has no part 'image' (curl: -F image=@photo.jpg)."
            : images.Any(image => image.Length == 0) ? "The part 'image' is empty." : null;
        if (missing is not null && !errors.Any)
            throw new MissingImageException(missing);
        if (missing is not null)
            errors.Add("image", missing);
        if (images.Count > most)
            errors.Add("image", most == 1 ? $"One image is explained by a request; there are {images.Count}." : $"This model sees {most} frames; there are {images.Count}.");
        foreach (var other in form.Files.Where(file => file.Name != "image").Select(file => file.Name).Distinct())
            errors.Add(FieldErrors.Shorten(other), $"There is no file field '{FieldErrors.Shorten(other)}'; the photo is 'image'.");
    }

    /// <summary>Reads and prepares the images, in the order of their parts.</summary>
    /// <param name="isDrawnOn">Whether an answer is drawn on the photo.</param>
    /// <exception cref="UnsupportedImageException">A part is no image that is served.</exception>
    /// <exception cref="CorruptImageException">A part is damaged.</exception>
    /// <exception cref="ImageTooLargeException">A part has more pixels than allowed.</exception>
    /// <exception cref="InvalidFieldsException">Frames are not of one size.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal PreparedPhoto Prepare(IFormCollection form, ManifestInput input, Fit fit, bool isDrawnOn, CancellationToken cancellation)
    {
        var limits = new DecodeLimits(options.Value.MaxPixels, options.Value.ReduceJpeg);
        var files = form.Files.GetFiles("image").Select(file => (ReadOnlyMemory<byte>)Bytes(file)).ToList();
        try
        {
            return PreparedPhoto.Of(files, input.Spec, input.Frames, fit, isDrawnOn, limits, cancellation);
        }
        catch (UnequalFramesException exception)
        {
            throw new InvalidFieldsException(new Dictionary<string, string[]> { ["image"] = [exception.Message] });
        }
    }

    private static byte[] Bytes(IFormFile file)
    {
        var bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
        using var stream = file.OpenReadStream();
        stream.ReadExactly(bytes);
        return bytes;
    }
}
