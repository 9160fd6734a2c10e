namespace GradCamService.Onnx.Analysis;

/// <summary>Kinds of nodes by what they do to an image's features.</summary>
internal static class Movers
{
    /// <summary>Features stay what they are, in another order or type.</summary>
    public static bool Moves(Node node) => node.Is(Trait.Moves);

    /// <summary>Positions become fewer, or one.</summary>
    public static bool Pools(Node node) => node.Is(Trait.Pools | Trait.Reduces);

    /// <summary>Features become other features, by weights.</summary>
    public static bool Learns(Node node) => node.Is(Trait.Learns);
}
