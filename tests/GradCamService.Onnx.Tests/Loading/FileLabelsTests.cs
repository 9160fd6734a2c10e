using Google.Protobuf;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Names of classes that converters keep for the nodes behind the scores.</summary>
public sealed class FileLabelsTests
{
    [Fact]
    public void A_zip_map_names_the_classes_by_texts_or_by_numbers_that_do_not_only_count()
    {
        Assert.Equal(["cat", "dog"], FileLabels.Of(With(Node("ZipMap", "s", ("classlabels_strings", new[] { "cat", "dog" })))));
        Assert.Equal(["7", "9"], FileLabels.Of(With(Node("ZipMap", "s", ("classlabels_int64s", new[] { 7L, 9 })))));
        Assert.Null(FileLabels.Of(With(Node("ZipMap", "s", ("classlabels_int64s", new[] { 0L, 1 })))));
    }

    [Fact]
    public void A_label_encoder_names_them_where_its_keys_are_indices()
    {
        var texts = ("values_strings", (object)new[] { "cat", "dog" });

        Assert.Equal(["cat", "dog"], FileLabels.Of(With(Node("LabelEncoder", "i", ("keys_int64s", new[] { 0L, 1 }), texts))));
        Assert.Null(FileLabels.Of(With(Node("LabelEncoder", "i", ("keys_int64s", new[] { 3L, 1 }), texts))));
    }

    [Theory]
    [InlineData("ArrayFeatureExtractor")]
    [InlineData("Gather")]
    public void A_constant_of_texts_that_is_read_by_an_index_names_them(string type)
    {
        var graph = With(Node(type, "names i"));
        graph.Initializer.Add(new TensorProto
        {
            Name = "names",
            DataType = 8,
            Dims = { 2 },
            StringData = { ByteString.CopyFromUtf8("cat"), ByteString.CopyFromUtf8("dög") },
        });

        Assert.Equal(["cat", "dög"], FileLabels.Of(graph));
    }

    [Fact]
    public void Two_lists_that_differ_name_nothing() => Assert.Null(FileLabels.Of(With(
        Node("ZipMap", "s", ("classlabels_strings", new[] { "cat", "dog" })), Node("ZipMap", "t", ("classlabels_strings", new[] { "red", "blue" })))));

    private static GraphProto With(params NodeProto[] nodes) => new() { Node = { nodes } };

    private static NodeProto Node(string type, string inputs, params (string Name, object Value)[] attributes)
    {
        var node = Bodies.Node(type, inputs.Split(' '), ["out"]);
        node.Attribute.Add(attributes.Select(attribute => Protos.ToAttribute(attribute.Name, attribute.Value)));
        return node;
    }
}
