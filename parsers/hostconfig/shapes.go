package hostconfig

func (p *parser) readShapes() {}
