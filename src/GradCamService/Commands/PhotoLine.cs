using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GradCamService.Answers;
using GradCamService.Problems;

namespace GradCamService.Commands;

/// <summary>A line of JSON for a photo: its path, then HTTP's answer with the paths of its pictures, or HTTP's problem.</summary>
internal static class PhotoLine
{
    private static readonly JsonSerializerOptions WithoutNulls =
        new(JsonAnswer.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <param name="photo">The photo.</param>
    /// <param name="answer">HTTP's answer, without data URLs.</param>
    /// <param name="npz">The path of its arrays; null where they were not asked for.</param>
    public static string Of(PhotoFile photo, JsonObject answer, string? npz)
    {
        var line = new JsonObject { ["file"] = photo.Path };
        foreach (var (name, value) in answer.ToList())
        {
            answer.Remove(name);
            line[name] = value;
        }
        if (npz is not null)
            line["npz"] = npz;
        return line.ToJsonString(JsonAnswer.Options);
    }

    /// <param name="photo">The photo.</param>
    /// <param name="problem">Why there is no answer.</param>
    public static string Of(PhotoFile photo, Problem problem) => Line(photo, problem);

    /// <param name="photo">A photo whose file cannot be read, which HTTP has no words for.</param>
    /// <param name="why">What the system says.</param>
    public static string OfUnread(PhotoFile photo, string why) => Line(photo, new { title = "File cannot be read", detail = why });

    private static string Line(PhotoFile photo, object problem) => JsonSerializer.Serialize(new { file = photo.Path, problem }, WithoutNulls);
}
