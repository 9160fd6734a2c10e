using System.Text.Json;
using GradCamService.Answers;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Orders;
using GradCamService.Problems;

namespace GradCamService.Jobs.Explanations;

/// <summary>The forms in which an item's answer is kept, each by a name.</summary>
internal static class ItemForms
{
    /// <summary>The answer in words, with its pictures.</summary>
    public const string Json = "json";

    /// <summary>The same without pictures; absent where it has none anyway.</summary>
    public const string Words = "words";

    /// <summary>Of which NumPy's form is made.</summary>
    public const string Numbers = "numbers";

    /// <summary>The headers of the answer that is a picture, whose own name is its media type.</summary>
    public const string PictureHeaders = "picture-headers";

    /// <summary>Why there is no answer that is a picture.</summary>
    public const string PictureProblem = "picture-problem";

    /// <summary>Whether answers have a form that is a picture: not of those who want numbers only.</summary>
    public static bool HavePicture(Order order) => order.Pictures?.Contains(OrderFields.NoPictures) != true;

    /// <summary>Makes all forms of an answer.</summary>
    /// <param name="explained">What was found.</param>
    /// <param name="timings">Where the time went.</param>
    /// <param name="cancellation">Stops the drawing.</param>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(Explained explained, Func<Timings> timings, CancellationToken cancellation)
    {
        var (entries, listing, placement) = (JsonAnswer.Entries(explained, cancellation), JsonAnswer.ListingOf(explained), explained.Photo.Placement);
        var response = JsonAnswer.Response(explained, listing, entries, timings());
        var forms = new List<(string, byte[])>
        {
            (Json, JsonSerializer.SerializeToUtf8Bytes(response, JsonAnswer.Options)),
            (Numbers, new NumberFile(placement.InputHeight, placement.InputWidth, NumberRow.Of(explained)).Write()),
        };
        if (entries.Any(entry => entry.Images.Count > 0))
            forms.Add((Words, JsonSerializer.SerializeToUtf8Bytes(
                response with { Explanations = [.. entries.Select(entry => entry with { Images = new Dictionary<string, PictureFile>() })] }, JsonAnswer.Options)));
        if (HavePicture(explained.Order))
            forms.AddRange(Picture(explained, entries, cancellation));
        return forms;
    }

    /// <summary>The answer as a picture, of the kind that the order's files have.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> Picture(
        Explained explained, IReadOnlyList<ExplanationEntry> entries, CancellationToken cancellation)
    {
        var format = AnswerFormat.All.Single(row => row.MediaType == explained.Order.Style.Format.MediaType);
        try
        {
            // That field says which kind of picture it is; here it changes something.
            var fields = explained.Order.PictureFields.Except([OrderFields.ImageFormat.Name]).ToHashSet();
            var order = format.Prepare(explained.Order with { PictureFields = fields });
            var drawn = DrawnAlready(order, entries);
            var answer = PictureAnswer.Write(explained with { Order = order }, order.Style.Format, drawn, cancellation);
            return
            [
                (format.MediaType, answer.File),
                (PictureHeaders, JsonSerializer.SerializeToUtf8Bytes(answer.Headers, JsonAnswer.Options)),
            ];
        }
        catch (Exception exception) when (Problem.Of(exception) is { IsInternal: false } problem)
        {
            return [(PictureProblem, problem.ToBytes())];
        }
    }

    /// <summary>The file, where the answer in words has the same picture.</summary>
    private static byte[]? DrawnAlready(Order order, IReadOnlyList<ExplanationEntry> entries) => order.Model.Task.IsDrawnAsSheet || entries.Count == 0 ? null
        : entries[0].Images.TryGetValue(order.Methods[0].Pictures[0], out var picture) ? picture.Bytes : null;
}
