using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Testing.Bodies;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Which version of the operators a file uses.</summary>
public sealed class OpsetTests
{
    [Theory]
    [InlineData(26)]
    [InlineData(27)]
    [InlineData(28)]
    public void An_operator_that_did_not_change_runs_in_the_newest_versions(long version)
    {
        using var scope = NewDisposeScope();
        var model = Model(Node("Relu", ["x"], ["y"]), ("", version));
        Assert.Equal([0f, 2], Run(model));
    }

    [Fact]
    public void A_version_after_the_newest_is_refused()
    {
        var refusal = Assert.Throws<OnnxException>(() => Run(Model(Node("Relu", ["x"], ["y"]), ("", 29))));
        Assert.Equal("the file uses version 29 of the ONNX operators; versions up to 28 are known", refusal.Message);
    }

    [Theory]
    [InlineData("CausalConvWithState")]
    [InlineData("LinearAttention")]
    public void An_operator_that_a_newer_version_adds_is_refused_by_name_and_version(string name)
    {
        var refusal = Assert.Throws<OnnxException>(() => Run(Model(Node(name, ["x"], ["y"]), ("", 27))));
        Assert.Equal($"operators that are not supported: {name}, version 27, at node 'y'", refusal.Message);
    }

    [Fact]
    public void A_file_that_imports_another_domain_only_has_the_newest_operators() =>
        // As ONNX Runtime reads it. The axes are an input since version 13.
        Assert.Equal([0f, 2], Run(Model(Node("Relu", ["x"], ["y"]), ("com.microsoft", 1))));

    [Fact]
    public void A_file_that_imports_another_domain_only_has_the_operators_of_its_functions()
    {
        var call = Node("Clipped", ["x"], ["y"]);
        call.Domain = "local";
        var model = Model(call, ("local", 1));
        var clip = Node("Clip", ["in"], ["out"]);
        clip.Attribute.Add([Protos.ToAttribute("min", 0f), Protos.ToAttribute("max", 1f)]);
        var function = new FunctionProto { Name = "Clipped", Domain = "local", Input = { "in" }, Output = { "out" }, Node = { clip } };
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 6 });
        model.Functions.Add(function);

        // Version 6 of Clip has its bounds as attributes; later ones would not see them.
        Assert.Equal([0f, 1], Run(model));
    }

    [Fact]
    public void A_file_that_imports_nothing_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, HostileModels.Bytes(Model(Node("Relu", ["x"], ["y"]))));
            var refusal = Assert.Throws<OnnxException>(() => GraphLoader.Load(path));
            Assert.Contains("does not say which version of the ONNX operators it uses", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ModelProto Model(NodeProto node, params (string Domain, long Version)[] imports)
    {
        var model = new ModelProto { IrVersion = 10, Graph = Of([("x", ScalarType.Float32, [2])], [("y", ScalarType.Float32, [2])], node) };
        model.OpsetImport.Add(imports.Select(import => new OperatorSetIdProto { Domain = import.Domain, Version = import.Version }));
        return model;
    }

    private static float[] Run(ModelProto model)
    {
        using var scope = NewDisposeScope();
        using var graph = GraphLoader.Load(model, "small", null, new());
        return TensorValues.Floats(new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = tensor(new[] { -1f, 2 }) }, ["y"], GraphRun.Plain)[0]);
    }
}
