namespace GradCamService.Explain.Manifests;

/// <summary>
/// In a list by name, the record may be written as one of its members alone: <c>"ids": "caption"</c> is <c>"ids": { "from": "caption" }</c>.
/// </summary>
/// <param name="member">Its name in the JSON.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShorthandAttribute(string member) : Attribute
{
    public string Member { get; } = member;
}
