using System.Text.Json.Serialization;

namespace GradCamService.Explain.Concepts;

/// <summary>What is looked for, by its names.</summary>
/// <param name="Index">Position among the outputs; absent for a group and for a sentence.</param>
/// <param name="Id">WordNet id, where the model's list has one.</param>
/// <param name="Label">Its name; of a sentence, its words.</param>
/// <param name="Position">Of a caption's word, its place in the sentence: 0 for the first.</param>
public sealed record ConceptName(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    string Label,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Position = null)
{
    public static ConceptName Of(Concept concept) => new(concept.Index, concept.Id, concept.Label);
}
