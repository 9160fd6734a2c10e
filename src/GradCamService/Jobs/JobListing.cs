using GradCamService.Explain.Fields;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs;

/// <summary>Which jobs are listed: the words of a query → what they mean, or what would be right.</summary>
internal static class JobListing
{
    private static readonly IReadOnlyDictionary<string, JobState> States = Choices.Of<JobState>();

    /// <summary>Null: in any.</summary>
    /// <exception cref="InvalidFieldsException">There is no such state.</exception>
    public static JobState? StateOf(string? name) => name is null ? null : Row("state", name, States);

    /// <summary>Null: any.</summary>
    /// <exception cref="InvalidFieldsException">There is no such kind.</exception>
    public static string? KindOf(string? name) => name is null ? null : Row("kind", name, Choices.Of(JobTable.All, row => row.Name)).Name;

    private static T Row<T>(string field, string name, IReadOnlyDictionary<string, T> rows)
    {
        if (rows.TryGetValue(name, out var row))
            return row;
        var errors = new FieldErrors();
        errors.AddUnknown(field, field, name, rows.Keys);
        errors.ThrowIfAny();
        throw new InvalidOperationException("An unknown name is refused.");
    }
}
