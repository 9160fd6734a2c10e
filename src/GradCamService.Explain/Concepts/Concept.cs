namespace GradCamService.Explain.Concepts;

/// <summary>Something to look for: a class, an answer, an action (<see cref="Index"/>), or a group (<see cref="Members"/>).</summary>
/// <param name="Index">Position in the model's output; null for a group.</param>
/// <param name="Id">WordNet id such as <c>n02123159</c>, where the list gives one.</param>
/// <param name="Label">The name; two concepts may share it.</param>
/// <param name="Synonyms">Other names.</param>
/// <param name="Definition">A gloss, where the list gives one.</param>
/// <param name="Members">Indices of the classes in a group, ascending, each once; null for a class.</param>
public sealed record Concept(
    int? Index,
    string? Id,
    string Label,
    IReadOnlyList<string> Synonyms,
    string? Definition,
    IReadOnlyList<int>? Members);
