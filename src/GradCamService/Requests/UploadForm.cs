using System.Text;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Tasks;
using GradCamService.Problems;
using Microsoft.Net.Http.Headers;

namespace GradCamService.Requests;

/// <summary>A form that was read: texts by their fields, and image files where they were received. It owns their memory.</summary>
public sealed class UploadForm : IDisposable
{
    private const string HowToSend = "(curl: -F image=@photo.jpg)";

    // Longer than any text that is read, so that one which is too long for its field is told that field's limit in words.
    private const int LongestText = 1 << 20;

    private readonly List<FormPart> _parts;
    private readonly List<string> _tooLong;
    private readonly List<FormPart> _images;
    private readonly List<FormPart> _pictures;

    /// <param name="parts">In the order in which they came.</param>
    /// <param name="memory">Where they lie.</param>
    public UploadForm(List<FormPart> parts, IDisposable memory)
    {
        _parts = parts;
        _images = [.. parts.Where(IsImage)];
        _pictures = [.. parts.Where(part => InputFields.IsOne(part.Name) && IsPicture(part))];
        Images = new Upload([.. _images.Select(part => part.Content)], memory)
        {
            Pictures = _pictures.DistinctBy(part => part.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(part => part.Name, part => part.Content, StringComparer.OrdinalIgnoreCase),
        };
        var texts = parts.Where(part => (!part.IsFile || part.IsText) && !_images.Contains(part) && !_pictures.Contains(part)).ToList();
        _tooLong = [.. texts.Where(part => part.Content.Length > LongestText).Select(part => part.Name).Distinct()];
        Fields = texts.Where(part => part.Content.Length <= LongestText)
            .ToLookup(part => part.Name, part => Encoding.UTF8.GetString(part.Content.Span), StringComparer.OrdinalIgnoreCase);
    }

    public Upload Images { get; }

    public ILookup<string, string> Fields { get; }

    /// <summary>What the form orders from a model.</summary>
    /// <exception cref="MissingImageException">There is no image, and nothing else is wrong.</exception>
    /// <exception cref="InvalidFieldsException">All that is wrong.</exception>
    internal Order Read(OrderReader reader, LoadedModel model)
    {
        var errors = new FieldErrors();
        var missing = Missing();
        if (missing is not null)
            errors.Add(OrderReader.ImageField, missing);
        CheckImages(model, errors);
        CheckPictures(model, errors);
        foreach (var field in _tooLong)
            errors.Add(Names.Shorten(field), FormattableString.Invariant($"A text has at most {LongestText} bytes."));
        try
        {
            return reader.Read(Fields, model, TaskTable.All, errors, _images.Count);
        }
        catch (InvalidFieldsException invalid) when (missing is not null && invalid.Errors.Count == 1 && invalid.Message == missing)
        {
            throw new MissingImageException(missing);
        }
    }

    public void Dispose() => Images.Dispose();

    private string? Missing() =>
        _images.Count > 0 ? _images.Any(image => image.Content.Length == 0) ? "The part 'image' is empty." : null
        : Fields.Contains(OrderReader.ImageField) ? $"The field 'image' is text; it must be a file {HowToSend}."
        : $"The request has no part 'image' {HowToSend}.";

    private void CheckImages(LoadedModel model, FieldErrors errors)
    {
        var (input, references) = (model.Manifest.Input, model.Task.References);
        var (most, count) = (input.Images * (1 + references), _images.Count);
        if (input.Spec.Further.Count > 0 && count > 0 && (count % input.Images != 0 || count > most))
            errors.Add(OrderReader.ImageField, $"This model sees {input.Images} photos of a scene ("
                + $"{string.Join(", ", input.Spec.Photos.Select(photo => Names.Of(photo.Color)))}), each a part 'image'"
                + (references > 0 ? ", and as many of another scene to compare with" : "") + $"; there {(count == 1 ? "is 1" : $"are {count}")}.");
        else if (count > most)
            errors.Add(OrderReader.ImageField, references > 0 ? $"This model compares two images; there are {count}."
                : input.Images == 1 ? $"One image is explained by a request; there are {count}."
                : $"This model sees {input.Images} frames; there are {count}.");
        foreach (var other in _parts.Where(part => part.IsFile && !part.IsText && !_images.Contains(part) && !_pictures.Contains(part))
            .Select(part => Names.Shorten(part.Name)).Distinct())
            errors.Add(other, $"There is no file field '{other}'; the photo is 'image'.");
    }

    /// <summary>The files of inputs besides the photo.</summary>
    private void CheckPictures(LoadedModel model, FieldErrors errors)
    {
        InputFields.RefuseOthers(_pictures.Select(part => part.Name).Distinct(), model, errors);
        foreach (var numbers in InputFields.Sendable(model).OfType<NumberInput>().Where(input => Files(input).Any()))
            errors.Add(numbers.Field, $"'{numbers.Field}' is a file; it must be numbers as text {InputFields.HowToSend(numbers)}.");
        foreach (var picture in InputFields.Sendable(model).OfType<PictureInput>())
        {
            var (field, files) = (picture.Field, Files(picture).ToList());
            if (files.Count == 0)
                errors.Add(field, (Fields.Contains(field) ? $"The field '{field}' is text; it must be a file"
                    : $"The request has no part '{field}': '{model.Name}' sees a second picture there") + $" (curl: -F '{field}=@picture.jpg').");
            else if (files.Count > 1)
                errors.Add(field, $"'{field}' may be given once.");
            else if (files[0].Content.Length == 0)
                errors.Add(field, $"The part '{field}' is empty.");
        }

        IEnumerable<FormPart> Files(FurtherInput input) => _pictures.Where(part => part.Name.Equals(input.Field, StringComparison.OrdinalIgnoreCase));
    }

    // A file need not have a name (RFC 7578, section 4.2); but a text in its place is more likely a name without a file.
    private static bool IsImage(FormPart part) => part.Name.Equals(OrderReader.ImageField, StringComparison.OrdinalIgnoreCase) && IsPicture(part);

    private static bool IsPicture(FormPart part) => part.IsFile || ImageHeader.IsImage(part.Content.Span);
}

/// <summary>A part of a form.</summary>
/// <param name="Name">Its field's.</param>
/// <param name="IsFile">Whether it came with a file name, or with the type of a picture.</param>
/// <param name="Content">Its bytes, in the form's memory.</param>
public sealed record FormPart(string Name, bool IsFile, ReadOnlyMemory<byte> Content)
{
    /// <summary>
    /// Whether its own type says that it is text. A field may then come with a file name, too: some clients (Kiota's) cannot send two parts of one name
    /// but by different file names.
    /// </summary>
    public bool IsText { get; init; }

    /// <summary>Whether a part's type says that it is a picture, and with it a file, with a name or without.</summary>
    public static bool IsImageType(string? type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.Type.Equals("image", StringComparison.OrdinalIgnoreCase);

    public static bool IsTextType(string? type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase);
}
