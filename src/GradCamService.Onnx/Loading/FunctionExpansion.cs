using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>Replaces calls of a file's own functions by their bodies.</summary>
internal sealed class FunctionExpansion
{
    // Functions that call functions; a cycle is caught by name, this catches a chain made to exhaust the stack or the memory.
    private const int DeepestCall = 32;
    private const int MostNodes = 1_000_000;

    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];
    private int _made;

    public FunctionExpansion(IEnumerable<FunctionProto> functions, Opsets opsets)
    {
        foreach (var function in functions)
        {
            var own = Opsets.Of(function.OpsetImport);
            if (function.OpsetImport.FirstOrDefault(import => own.Version(import.Domain) != opsets.Version(import.Domain)
                && function.Node.Any(node => Opsets.Normalize(node.Domain) == Opsets.Normalize(import.Domain))) is { } other)
                throw new OnnxException($"function '{function.Name}' uses version {other.Version} of the operators '{other.Domain}', its file another");
            if (!_functions.TryAdd((Opsets.Normalize(function.Domain), function.Name, function.Overload), function))
                throw new OnnxException($"the function '{function.Domain}.{function.Name}' is defined twice");
        }
    }

    public List<NodeProto> Expand(IEnumerable<NodeProto> nodes, string prefix) => Expand(nodes, prefix, []);

    private List<NodeProto> Expand(IEnumerable<NodeProto> nodes, string prefix, IReadOnlyList<FunctionProto> callers)
    {
        var expanded = new List<NodeProto>();
        foreach (var node in nodes)
        {
            LoadBudget.CheckNodes(_made + 1);
            if (++_made > MostNodes)
                throw new OnnxException($"the graph has more than {MostNodes} nodes after its functions are expanded");
            if (!_functions.TryGetValue((Opsets.Normalize(node.Domain), node.OpType, node.Overload), out var function))
                expanded.Add(node);
            else if (callers.Contains(function))
                throw new OnnxException($"the function '{function.Domain}.{function.Name}' calls itself");
            else if (callers.Count >= DeepestCall)
                throw new OnnxException($"functions call functions more than {DeepestCall} deep");
            else
                expanded.AddRange(Expand(Inline(node, function, $"{prefix}/{node.Name}#{_made}"), prefix, [.. callers, function]));
        }
        return expanded;
    }

    /// <summary>The function's body with the call's tensors and attributes in place of its formal ones, every other name made unique.</summary>
    private static IEnumerable<NodeProto> Inline(NodeProto call, FunctionProto function, string prefix)
    {
        var names = new Dictionary<string, string> { [""] = "" };
        for (var i = 0; i < function.Input.Count; i++)
            names[function.Input[i]] = i < call.Input.Count ? call.Input[i] : "";
        for (var i = 0; i < function.Output.Count; i++)
            names[function.Output[i]] = i < call.Output.Count ? call.Output[i] : "";
        var given = call.Attribute.ToDictionary(attribute => attribute.Name);
        foreach (var standard in function.AttributeProto)
            given.TryAdd(standard.Name, standard);
        return function.Node.Select(node => Rename(node, names, given, prefix)).ToList();
    }

    private static NodeProto Rename(NodeProto node, Dictionary<string, string> names, Dictionary<string, AttributeProto> given, string prefix)
    {
        var copy = new NodeProto { Name = $"{prefix}/{node.Name}", OpType = node.OpType, Domain = node.Domain, Overload = node.Overload };
        copy.Input.Add(node.Input.Select(name => NameOf(name, names, prefix)));
        copy.Output.Add(node.Output.Select(name => NameOf(name, names, prefix)));
        foreach (var attribute in node.Attribute)
            if (attribute.RefAttrName.Length == 0)
                copy.Attribute.Add(attribute.G is null ? attribute : WithGraph(attribute, names, given, prefix));
            else if (given.TryGetValue(attribute.RefAttrName, out var value))
                copy.Attribute.Add(new AttributeProto(value) { Name = attribute.Name });
        return copy;
    }

    private static AttributeProto WithGraph(AttributeProto attribute, Dictionary<string, string> names, Dictionary<string, AttributeProto> given, string prefix)
    {
        var copy = attribute.Clone();
        var inner = copy.G.Node.Select(node => Rename(node, names, given, prefix)).ToList();
        copy.G.Node.Clear();
        copy.G.Node.Add(inner);
        foreach (var value in copy.G.Input.Concat(copy.G.Output))
            value.Name = NameOf(value.Name, names, prefix);
        foreach (var initializer in copy.G.Initializer)
            initializer.Name = NameOf(initializer.Name, names, prefix);
        return copy;
    }

    private static string NameOf(string name, Dictionary<string, string> names, string prefix) =>
        names.TryGetValue(name, out var known) ? known : names[name] = $"{prefix}/{name}";
}
