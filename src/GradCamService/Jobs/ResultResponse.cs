using System.Text.Json.Serialization;
using GradCamService.Answers;

namespace GradCamService.Jobs;

/// <summary>All answers of a finished job, in words; of an evaluation its figures instead, as docs/evaluation-files.md lists them. It is written item by item, and this says how.</summary>
/// <param name="Job">The job; absent for an evaluation.</param>
/// <param name="Items">In the order of its photos; absent for an evaluation.</param>
public sealed record ResultResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobResponse? Job,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ItemResultResponse>? Items);

/// <summary>A photo's part of a job's result.</summary>
/// <param name="Number">From 0, in the order of the photos.</param>
/// <param name="Name">Its file's name, as it was sent.</param>
/// <param name="State">succeeded or failed.</param>
/// <param name="Answer">What a request with this photo would have been answered, without pictures; absent where it was a problem.</param>
/// <param name="Problem">The problem; absent where there is an answer.</param>
public sealed record ItemResultResponse(
    int Number,
    string Name,
    string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExplanationResponse? Answer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobProblem? Problem);
