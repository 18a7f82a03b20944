using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Server.Tensors;

namespace Fulcrum.Server.Http.V2;

/// <summary>Reads the JSON of a request without a document; tensor data are found and left for later.</summary>
internal ref struct InferHeaderReader
{
    private const int MostTensors = 4096, MostDimensions = 64, LongestId = 4096, DataDepth = 3;
    private readonly ReadOnlySpan<byte> _json;
    private readonly ModelSignature _signature;
    private readonly InferHeader _header;
    private Utf8JsonReader _reader;
    private int _offset;
    private bool _hasInputs, _hasOutputs;

    private InferHeaderReader(ReadOnlySpan<byte> json, ModelSignature signature, InferHeader header)
    {
        _json = json;
        (_signature, _header) = (signature, header);
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DataScanner.Deepest });
    }

    /// <summary>Takes a request apart.</summary>
    /// <param name="json">The whole JSON object.</param>
    /// <param name="signature">The model's.</param>
    /// <param name="header">Where to put it, reset.</param>
    /// <exception cref="JsonException">It is no JSON, or not of the right form.</exception>
    public static void Read(ReadOnlySpan<byte> json, ModelSignature signature, InferHeader header)
    {
        var reader = new InferHeaderReader(json, signature, header);
        reader.Request();
        if (!reader._hasInputs)
            header.Problem("inputs", "The request has no inputs.");
    }

    private void Request()
    {
        NextIs(JsonTokenType.StartObject, "The request has to be an object.");
        while (Member())
        {
            if (_reader.ValueTextEquals("id"u8))
                Id();
            else if (_reader.ValueTextEquals("inputs"u8))
                Inputs();
            else if (_reader.ValueTextEquals("outputs"u8))
                Outputs();
            else if (_reader.ValueTextEquals("parameters"u8))
                RequestParameters();
            else
                SkipValue();
        }

        if (_reader.Read())
            throw new JsonException("Something follows the request.");
    }

    private void Id()
    {
        NextIs(JsonTokenType.String, "The id has to be a text.");
        if (_reader.ValueSpan.Length > LongestId)
            throw new JsonException($"The id is longer than {LongestId} bytes.");
        _header.TrimId(JsonText.Copy(ref _reader, _header.SetId(_reader.ValueSpan.Length)));
    }

    private void RequestParameters()
    {
        NextIs(JsonTokenType.StartObject, "Parameters have to be an object.");
        while (Member())
        {
            if (_reader.ValueTextEquals("binary_data_output"u8))
                _header.BinaryOutput = Boolean("binary_data_output");
            else if (_reader.ValueTextEquals("timeout"u8))
                _header.Timeout = Integer("timeout");
            else
                SkipValue();
        }
    }

    private void Inputs()
    {
        NextIs(JsonTokenType.StartArray, "The inputs have to be an array.");
        Once(ref _hasInputs, "The inputs are");
        for (int count = 0; Element(); count++)
        {
            if (count == MostTensors)
                throw new JsonException($"There are more than {MostTensors} inputs.");
            Input();
        }
    }

    private void Input()
    {
        Expect(JsonTokenType.StartObject, "An input has to be an object.");
        int index = -1;
        string? stranger = null;
        var part = new InputPart { Given = true, Rank = -1, DataLength = -1, BinarySize = -1 };
        while (Member())
        {
            if (_reader.ValueTextEquals("name"u8))
                index = Name(_signature.Inputs, ref stranger);
            else if (_reader.ValueTextEquals("datatype"u8))
                part.Element = Datatype();
            else if (_reader.ValueTextEquals("shape"u8))
                Shape(ref part);
            else if (_reader.ValueTextEquals("data"u8))
                Data(ref part);
            else if (_reader.ValueTextEquals("parameters"u8))
                part.BinarySize = InputParameters();
            else
                SkipValue();
        }

        if (index < 0)
            _header.Problem(stranger is null ? "inputs" : $"input '{stranger}'", stranger is null ? "An input has no name." : "The model has no such input.");
        else if (_header.Inputs[index].Given)
            _header.Problem($"input '{_signature.Inputs[index].Name}'", "It is given twice.");
        else
        {
            _header.Inputs[index] = part;
            _header.Order.Add(index);
        }
    }

    private long InputParameters()
    {
        long size = -1;
        NextIs(JsonTokenType.StartObject, "Parameters have to be an object.");
        while (Member())
        {
            if (_reader.ValueTextEquals("binary_data_size"u8))
                size = Integer("binary_data_size");
            else if (_reader.ValueTextEquals("shared_memory_region"u8))
                throw new JsonException("Shared memory is not served here.");
            else
                SkipValue();
        }

        return size;
    }

    private void Outputs()
    {
        NextIs(JsonTokenType.StartArray, "The outputs have to be an array.");
        Once(ref _hasOutputs, "The outputs are");
        for (int count = 0; Element(); count++)
        {
            if (count == MostTensors)
                throw new JsonException($"There are more than {MostTensors} outputs.");
            Output();
        }
    }

    private void Output()
    {
        Expect(JsonTokenType.StartObject, "An output has to be an object.");
        int index = -1;
        string? stranger = null;
        bool? binary = null;
        while (Member())
        {
            if (_reader.ValueTextEquals("name"u8))
                index = Name(_signature.Outputs, ref stranger);
            else if (_reader.ValueTextEquals("parameters"u8))
                binary = OutputParameters();
            else
                SkipValue();
        }

        if (index < 0)
            _header.Problem(stranger is null ? "outputs" : $"output '{stranger}'", stranger is null ? "An output has no name." : "The model has no such output.");
        else if (!_header.Want(index))
            _header.Problem($"output '{_signature.Outputs[index].Name}'", "It is asked for twice.");
        else
            _header.Outputs.Add(new OutputPart(index, binary));
    }

    private bool? OutputParameters()
    {
        bool? binary = null;
        NextIs(JsonTokenType.StartObject, "Parameters have to be an object.");
        while (Member())
        {
            if (_reader.ValueTextEquals("binary_data"u8))
                binary = Boolean("binary_data");
            else if (_reader.ValueTextEquals("classification"u8))
                throw new JsonException("Classification is not served here.");
            else if (_reader.ValueTextEquals("shared_memory_region"u8))
                throw new JsonException("Shared memory is not served here.");
            else
                SkipValue();
        }

        return binary;
    }

    private int Name(TensorSpec[] specs, ref string? stranger)
    {
        NextIs(JsonTokenType.String, "A name has to be a text.");
        for (int i = 0; i < specs.Length; i++)
        {
            if (_reader.ValueTextEquals(specs[i].Utf8Name))
                return i;
        }

        stranger = JsonText.Show(ref _reader);
        return -1;
    }

    private ElementType Datatype()
    {
        NextIs(JsonTokenType.String, "A datatype has to be a text.");
        return Datatypes.Parse(_reader.ValueSpan);
    }

    private void Shape(ref InputPart part)
    {
        NextIs(JsonTokenType.StartArray, "A shape has to be an array.");
        bool isSecond = part.Rank >= 0;
        Once(ref isSecond, "A shape is");
        part.ShapeAt = _header.Dimensions.Count;
        while (Element())
        {
            if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt64(out long size) || size < 0)
                throw new JsonException("A shape has to hold whole numbers from 0.");
            if (_header.Dimensions.Count - part.ShapeAt == MostDimensions)
                throw new JsonException($"A shape has more than {MostDimensions} dimensions.");
            _header.Dimensions.Add(size);
        }

        part.Rank = _header.Dimensions.Count - part.ShapeAt;
    }

    /// <summary>Steps over an array of data: the reader goes on behind it, having seen a null.</summary>
    private void Data(ref InputPart part)
    {
        int at = _offset + (int)_reader.BytesConsumed;
        while (at < _json.Length && _json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            at++;
        if (at == _json.Length || _json[at] != (byte)'[')
            throw new JsonException("Tensor data have to be an array.");
        (part.DataAt, part.DataLength) = (at, DataScanner.Length(_json[at..], DataDepth));
        var filler = new Utf8JsonReader("null"u8, isFinalBlock: false, _reader.CurrentState);
        filler.Read();
        _offset = at + part.DataLength;
        _reader = new Utf8JsonReader(_json[_offset..], isFinalBlock: true, filler.CurrentState);
    }

    /// <summary>What is there twice would be kept twice.</summary>
    private static void Once(ref bool was, string what) => was = !was ? true : throw new JsonException($"{what} given twice.");

    private bool Boolean(string name)
    {
        Next();
        return _reader.TokenType is JsonTokenType.True or JsonTokenType.False ? _reader.GetBoolean() : throw new JsonException($"The parameter '{name}' has to be true or false.");
    }

    private long Integer(string name)
    {
        Next();
        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out long value) && value >= 0 ? value : throw new JsonException($"The parameter '{name}' has to be a whole number from 0.");
    }

    private bool Member()
    {
        Next();
        return _reader.TokenType == JsonTokenType.PropertyName;
    }

    private bool Element()
    {
        Next();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    private void SkipValue()
    {
        Next();
        _reader.Skip();
    }

    private void Next()
    {
        if (!_reader.Read())
            throw new JsonException("The request ends too early.");
    }

    private void NextIs(JsonTokenType type, string message)
    {
        Next();
        Expect(type, message);
    }

    private readonly void Expect(JsonTokenType type, string message)
    {
        if (_reader.TokenType != type)
            throw new JsonException(message);
    }
}
