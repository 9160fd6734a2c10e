using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

public sealed class SparseTensorTests
{
    // Stored numbers are moved, not computed with.
    private const double Exact = 0;

    [Fact]
    public void A_sparse_constant_is_made_dense_from_linear_indices()
    {
        using var scope = NewDisposeScope();
        var sparse = Sparse([2, 3], [1, 5], 2);
        AssertOutput(tensor(new[] { 0f, 10, 0, 0, 0, 11 }, 2, 3), ConstantModel(sparse));
    }

    [Fact]
    public void A_sparse_initializer_is_made_dense_from_pairs_of_indices()
    {
        using var scope = NewDisposeScope();
        var model = new OneNode("Identity", 13) { Inputs = [zeros(2, 3)], Constants = new HashSet<int> { 0 } }.ToModel();
        var name = model.Graph.Initializer[0].Name;
        model.Graph.Initializer.Clear();
        var sparse = Sparse([2, 3], [0, 1, 1, 2], 2, 2);
        sparse.Values.Name = name;
        model.Graph.SparseInitializer.Add(sparse);
        AssertOutput(tensor(new[] { 0f, 10, 0, 0, 0, 11 }, 2, 3), model);
    }

    [Theory]
    [InlineData(new long[] { 2, 3 }, new long[] { 1, 6 })]
    [InlineData(new long[] { 2, 3 }, new long[] { -1, 2 })]
    [InlineData(new long[] { 1 << 20, 1 << 20 }, new long[] { 1, 5 })]
    [InlineData(new long[] { -2, -3 }, new long[] { 1, 5 })]
    public void A_sparse_tensor_with_indices_outside_of_a_reasonable_shape_is_refused(long[] shape, long[] indices)
    {
        using var scope = NewDisposeScope();
        Assert.Throws<OnnxException>(() => Load(ConstantModel(Sparse(shape, indices, 2))));
    }

    private static SparseTensorProto Sparse(long[] shape, long[] indices, params long[] indexShape)
    {
        var sparse = new SparseTensorProto
        {
            Values = Protos.ToTensor("values", tensor(new[] { 10f, 11 })),
            Indices = Protos.ToTensor("indices", tensor(indices, indexShape)),
        };
        sparse.Dims.Add(shape);
        return sparse;
    }

    private static ModelProto ConstantModel(SparseTensorProto sparse)
    {
        var model = new OneNode("Constant", 13).ToModel();
        var attributes = model.Graph.Node[0].Attribute;
        attributes.Add(new AttributeProto { Name = "sparse_value", SparseTensor = sparse });
        return model;
    }

    private static Graph Load(ModelProto model) => GraphLoader.Load(model, "sparse", null, new());

    private static void AssertOutput(Tensor expected, ModelProto model)
    {
        using var graph = Load(model);
        var output = new GraphRunner(graph).Run(new Dictionary<string, Tensor>(), graph.Outputs, GraphRun.Plain).Single();
        TensorAssert.Close(expected, output, Exact, Exact, "output");
    }
}
