using GradCamService.Explain.Fields;
using GradCamService.Explain.Models;
using GradCamService.Explain.Texts;

namespace GradCamService.Explain.Tasks;

/// <summary>Questions and captions that callers write → token numbers, or what is wrong with them.</summary>
internal static class Sentences
{
    // Where a manifest sets no limit: far above any question, far below what would hold the device for long.
    private const int MostWords = 100;

    private const string NoWords = "has no words; words are made of the letters a to z, digits and apostrophes.";

    /// <returns>Null where something is wrong, which is told.</returns>
    public static Encoded? Read(FieldReader fields, TextField field, string text, LoadedModel model)
    {
        var encoded = model.Vocabulary!.Encode(text);
        var most = model.Manifest.MaxLength ?? MostWords;
        if (encoded.Words.Count is var count && count > 0 && count <= most)
            return encoded;
        fields.Errors.Add(field.Name, count == 0 ? $"The {field.Name} {NoWords}" : $"The {field.Name} has {count} words; at most {most} are read.");
        return null;
    }
}
