using GradCamService.Explain.Models;
using GradCamService.Explain.Texts;
using GradCamService.Problems;

namespace GradCamService.Texts;

/// <summary>Questions and captions that callers write → token numbers, or what is wrong with them.</summary>
internal static class SentenceReader
{
    // Where a manifest sets no limit: far above any question, far below what would hold the device for long.
    private const int MostWords = 100;

    // Each unknown word costs a search for near ones; nobody mends more at once.
    private const int MostReported = 10;
    private const int NearWords = 3;

    private const string NoWords = "has no words; words are made of the letters a to z, digits and apostrophes.";

    /// <summary>A question: words that the model does not know are allowed, and told.</summary>
    /// <returns>Null where the model has no questions, or something is wrong.</returns>
    public static Encoded? Question(string? text, LoadedModel model, FieldErrors errors)
    {
        if (model.Manifest.Task != "vqa")
            return null;
        if (text is null)
        {
            errors.Add("question", $"The field 'question' is missing: '{model.Name}' answers questions about the image "
                + "(curl: -F 'question=is there a dog in the picture').");
            return null;
        }
        var encoded = Read("question", text, model, errors);
        if (encoded is { Ids.Count: 0 })
            errors.Add("question", "The model knows none of the question's words.");
        return encoded;
    }

    /// <summary>A caption to explain: every word must be one that the model could have said.</summary>
    /// <returns>Null where the model has no captions, none was sent, or something is wrong.</returns>
    public static Encoded? Caption(string? text, LoadedModel model, FieldErrors errors)
    {
        if (text is null || model.Manifest.Task != "captioning" || Read("caption", text, model, errors) is not { } encoded)
            return null;
        foreach (var word in encoded.UnknownWords.Take(MostReported))
        {
            var near = model.Vocabulary!.Nearest(word, NearWords);
            errors.Add("caption", $"The model does not know the word '{FieldErrors.Shorten(word)}'"
                + (near.Count > 0 ? $"; near to it are {string.Join(", ", near.Select(other => $"'{other}'"))}." : "."));
        }
        return encoded;
    }

    private static Encoded? Read(string field, string text, LoadedModel model, FieldErrors errors)
    {
        var encoded = model.Vocabulary!.Encode(text);
        var most = model.Manifest.MaxLength ?? MostWords;
        if (encoded.Words.Count is var count && count > 0 && count <= most)
            return encoded;
        errors.Add(field, count == 0 ? $"The {field} {NoWords}" : $"The {field} has {count} words; at most {most} are read.");
        return null;
    }
}
