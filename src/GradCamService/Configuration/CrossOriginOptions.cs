namespace GradCamService.Configuration;

/// <summary>Section <c>Cors</c>: whose pages may ask the service from a browser.</summary>
public sealed class CrossOriginOptions
{
    public const string Section = "Cors";

    public const string Any = "*";

    /// <summary>Origins such as <c>https://maps.example.com</c>, or <c>*</c> for all. Default none.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
}
