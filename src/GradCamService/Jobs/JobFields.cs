using System.Xml;
using GradCamService.Explain.Fields;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs;

/// <summary>Fields that every job has, whatever its kind.</summary>
internal static class JobFields
{
    // Longer than anybody debugs, short enough that nobody's disk is filled for ever.
    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(90);

    public static ChoiceField<JobRow> Kind { get; } = new(
        "kind", "What is done.", "kind of job", Choices.Of(JobTable.All, row => row.Name), JobTable.All[0].Name)
    { Describe = row => row.Meaning };

    public static TextField Model { get; } = new("model", "The model's name, as `GET /v1/models` lists it; of an evaluation repeatable.") { IsRepeatable = true };

    public static ChoiceField<JobPriority> Priority { get; } = new(
        "priority", "Jobs of low priority begin when no others wait.", "priority", Choices.Of<JobPriority>(), Explain.Naming.Names.Of(JobPriority.Normal));

    public static FormField<object> Keep { get; } = new(
        "keep", "How long the job and its answers are kept once it has ended: an ISO 8601 duration of at most 90 days. P7D where it is not sent.", Duration,
        "a duration such as P7D or PT12H, of at most 90 days", "^P.+$");

    public static TextField Webhook { get; } = new(
        "webhook", "Where the job is posted when it has ended: an https address of a host that the service allows (Jobs:Webhooks:Allowed).");

    /// <summary>How long a job is kept that does not say.</summary>
    public static TimeSpan DefaultKeep { get; } = TimeSpan.FromDays(7);

    public static IReadOnlyList<Field> All { get; } = [Kind, Model, Priority, Keep, Webhook];

    private static object? Duration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text.Trim()) is var time && time >= TimeSpan.Zero && time <= LongestKeep ? time : null;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }
}
