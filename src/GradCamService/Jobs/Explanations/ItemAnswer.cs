using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Answers;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using GradCamService.Problems;

namespace GradCamService.Jobs.Explanations;

/// <summary>An item's answer in the forms that callers ask for, made of those that are kept.</summary>
internal static class ItemAnswer
{
    /// <summary>The answer as HTTP gives it.</summary>
    /// <param name="blobs">Where it is kept.</param>
    /// <param name="item">Succeeded.</param>
    /// <param name="mediaType">What was asked for: one of <see cref="AnswerFormat.All"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NotAcceptableException">The job's pictures are of another type.</exception>
    /// <exception cref="KeptProblemException">There is no such answer, for the reason that HTTP would have given.</exception>
    public static async Task<(byte[] File, IReadOnlyDictionary<string, string> Headers)> OfAsync(
        IBlobs blobs, Item item, string mediaType, CancellationToken cancellation)
    {
        var none = new Dictionary<string, string>();
        if (mediaType == JsonAnswer.MediaType)
            return (await JsonAsync(blobs, item, cancellation), none);
        if (mediaType == NpzAnswer.MediaType)
            return (await NpzAsync(blobs, item, cancellation), none);
        if (await FormAsync(blobs, item, mediaType, cancellation) is { } picture)
            return (picture, JsonSerializer.Deserialize<Dictionary<string, string>>(
                (await FormAsync(blobs, item, ItemForms.PictureHeaders, cancellation))!, JsonAnswer.Options)!);
        if (await FormAsync(blobs, item, ItemForms.PictureProblem, cancellation) is { } problem)
            throw new KeptProblemException(Problem.Read(System.Text.Encoding.UTF8.GetString(problem)));
        throw new NotAcceptableException([JsonAnswer.MediaType, .. item.Forms.Select(form => form.Name).Where(name => name.Contains('/')), NpzAnswer.MediaType]);
    }

    /// <summary>In words, with its pictures.</summary>
    public static async Task<byte[]> JsonAsync(IBlobs blobs, Item item, CancellationToken cancellation) =>
        (await FormAsync(blobs, item, ItemForms.Json, cancellation))!;

    /// <summary>In words alone.</summary>
    public static async Task<byte[]> WordsAsync(IBlobs blobs, Item item, CancellationToken cancellation) =>
        await FormAsync(blobs, item, ItemForms.Words, cancellation) ?? await JsonAsync(blobs, item, cancellation);

    /// <summary>For NumPy.</summary>
    public static async Task<byte[]> NpzAsync(IBlobs blobs, Item item, CancellationToken cancellation)
    {
        var numbers = NumberFile.Read((await FormAsync(blobs, item, ItemForms.Numbers, cancellation))!);
        return NpzAnswer.File(numbers.Rows, numbers.Height, numbers.Width, JsonNode.Parse(await WordsAsync(blobs, item, cancellation)));
    }

    private static async Task<byte[]?> FormAsync(IBlobs blobs, Item item, string name, CancellationToken cancellation) =>
        item.Forms.FirstOrDefault(form => form.Name == name) is { } form
            ? await blobs.ReadAsync(item.JobId, item.Answer!, new BlobRange(form.Offset, form.Length), cancellation) : null;
}
