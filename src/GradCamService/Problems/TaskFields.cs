using GradCamService.Explain.Models;

namespace GradCamService.Problems;

/// <summary>Which tasks have which fields. Fields that are not listed here belong to all tasks.</summary>
internal static class TaskFields
{
    private static readonly Dictionary<string, string[]> Owners = new(StringComparer.OrdinalIgnoreCase)
    {
        ["concept"] = ["classification", "policy"],
        ["answer"] = ["vqa"],
        ["question"] = ["vqa"],
        ["caption"] = ["captioning"],
        ["beams"] = ["captioning"],
        ["top"] = ["classification", "vqa", "policy"],
        ["against"] = ["classification", "vqa", "policy"],
    };

    // What names the thing to look for, task by task: where one of these is refused, the right one is the likely wish.
    private static readonly Dictionary<string, string> Naming = new()
    {
        ["classification"] = "concept",
        ["policy"] = "concept",
        ["vqa"] = "answer",
        ["captioning"] = "caption",
    };

    /// <summary>The tasks that have a field, by name; null where all have it.</summary>
    public static IReadOnlyList<string>? TasksOf(string field) =>
        Owners.TryGetValue(field, out var owners) ? owners : null;

    /// <summary>Refuses the fields that a model's task does not have.</summary>
    public static void Check(IEnumerable<string> sent, LoadedModel model, FieldErrors errors)
    {
        var task = model.Manifest.Task;
        foreach (var field in sent.Where(field => Owners.TryGetValue(field, out var owners) && !owners.Contains(task)))
        {
            var hint = Naming.ContainsValue(field) ? $" Name what to look for in '{Naming[task]}'." : "";
            errors.Add(field, $"'{field}' belongs to models for {string.Join(", ", TasksOf(field)!)}; "
                + $"'{model.Name}' is a model for {task}.{hint}");
        }
    }
}
