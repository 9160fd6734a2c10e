namespace GradCamService.Explain.Concepts;

/// <summary>Labels that were read.</summary>
/// <param name="Form">How they were written, in words.</param>
/// <param name="Classes">By index, from 0 on.</param>
internal sealed record LabelList(string Form, IReadOnlyList<Concept> Classes);
