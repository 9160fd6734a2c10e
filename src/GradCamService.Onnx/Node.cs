namespace GradCamService.Onnx;

/// <summary>One operator of a graph with its wiring.</summary>
public sealed class Node
{
    internal Node(string name, OperatorKey key, OperatorLine line, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, Attributes attributes,
        IReadOnlyDictionary<string, Graph> subgraphs, IReadOnlyList<string> captured)
    {
        Name = name;
        Key = key;
        Line = line;
        Inputs = inputs;
        Outputs = outputs;
        Attributes = attributes;
        Subgraphs = subgraphs;
        Captured = captured;
    }

    /// <summary>The node's name in the file, or its first output's.</summary>
    public string Name { get; }

    /// <summary>Domain, operator and the since-version that was chosen for the file's opset.</summary>
    public OperatorKey Key { get; }

    /// <summary>Names of the tensors it reads; empty for an optional input that is absent.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of the tensors it makes; empty for one that nobody reads.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Graphs in attributes (the branches of If, the bodies of Loop and Scan) by attribute name.</summary>
    public IReadOnlyDictionary<string, Graph> Subgraphs { get; }

    /// <summary>Names that the sub-graphs read from this graph.</summary>
    public IReadOnlyList<string> Captured { get; }

    /// <summary>Whether it acts as a rectifier, so that guided gradients are clamped at it; decided once, at load.</summary>
    public bool IsRectifier { get; internal set; }

    internal Attributes Attributes { get; }

    /// <summary>Its operator's line of the table, found once.</summary>
    internal OperatorLine Line { get; }

    /// <summary>Its inputs that are small constants, null for the others; set once, at load.</summary>
    internal IReadOnlyList<BoundInput?> Bound { get; set; } = [];

    /// <summary>Whether its operator has the trait, or one of them where several are given.</summary>
    public bool Is(Trait traits) => (Line.Traits & traits) != 0;

    /// <summary>The function that its operator computes.</summary>
    internal Function Function => Line.Function;

    /// <summary>What the file calls its operator; for words, which are for people.</summary>
    internal string Operator => Key.Name;

    public override string ToString() => $"node '{Name}' ({Key})";
}

/// <summary>The index of an operator: ONNX's domain ("" for the standard one), name, and the opset in which this behaviour began.</summary>
public sealed record OperatorKey(string Domain, string Name, int SinceVersion)
{
    public OperatorKey(string name, int sinceVersion) : this("", name, sinceVersion) { }

    public override string ToString() => $"{(Domain.Length == 0 ? "" : Domain + ".")}{Name}, version {SinceVersion}";
}
