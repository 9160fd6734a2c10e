using GradCamService.Onnx.Operators;
using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>Which version of each operator domain a file imports.</summary>
internal sealed class Opsets
{
    private readonly Dictionary<string, long> _versions = [];

    /// <param name="imports">The domains and versions that a file, or a function, says it uses.</param>
    /// <param name="functions">The file's own functions.</param>
    public static Opsets Of(IEnumerable<OperatorSetIdProto> imports, IEnumerable<FunctionProto>? functions = null)
    {
        var opsets = new Opsets();
        foreach (var import in imports)
            opsets._versions[Normalize(import.Domain)] = import.Version;
        // A file whose graph only calls functions of another domain need not say it; one that should have is read as ONNX Runtime reads it.
        if (!opsets._versions.ContainsKey(""))
            opsets._versions[""] = (functions ?? []).SelectMany(function => function.OpsetImport)
                .Where(import => Normalize(import.Domain).Length == 0).Select(import => import.Version).DefaultIfEmpty(OperatorTable.NewestOpset).Max();
        if (opsets.Version("") > OperatorTable.NewestOpset)
            throw new OnnxException(
                $"the file uses version {opsets.Version("")} of the ONNX operators; versions up to {OperatorTable.NewestOpset} are known");
        return opsets;
    }

    /// <summary>The standard domain has two spellings.</summary>
    public static string Normalize(string domain) => domain == "ai.onnx" ? "" : domain;

    /// <summary>The imported version, 1 for a domain that the file forgot to import.</summary>
    public long Version(string domain) => _versions.GetValueOrDefault(Normalize(domain), 1);

    /// <summary>The operator's behaviour in force, null where it is not known.</summary>
    public OperatorKey? KeyOf(NodeProto node) =>
        OperatorTable.TryFind(Normalize(node.Domain), node.OpType, Version(node.Domain), out var key) ? key : null;
}
