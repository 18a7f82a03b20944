namespace Fulcrum.Graphs.Text;

/// <summary>The words of the headers of models and functions.</summary>
internal static class ModelWords
{
    public const string IrVersion = "ir_version";
    public const string Opsets = "opset_import";
    public const string ProducerName = "producer_name";
    public const string ProducerVersion = "producer_version";
    public const string Domain = "domain";
    public const string Version = "model_version";
    public const string DocString = "doc_string";
    public const string Metadata = "metadata_props";
    public const string Overload = "overload";
}
